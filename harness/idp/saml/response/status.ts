import { STATUS } from "../names.ts";
import { escapeXml } from "../xml/text.ts";
import { responseElement, type Issuer, type Moment } from "./opening.ts";
import type { Reply } from "./reply.ts";

/** Whose fault it is, by the reason that is given: the code at the top level (SAML Core 3.2.2.2). */
const FAILURES = {
  AuthnFailed: "Responder",
  InvalidNameIDPolicy: "Requester",
  NoAuthnContext: "Responder",
  NoPassive: "Responder",
  RequestDenied: "Responder",
  UnknownPrincipal: "Responder",
} as const satisfies { readonly [reason in keyof typeof STATUS]?: "Requester" | "Responder" };

export type Failure = keyof typeof FAILURES;

/** Why a request that is fit to be answered gets no Assertion: the SP is told, by a status. */
export class Unmet extends Error {
  override readonly name = "Unmet";
  readonly failure: Failure;

  constructor(failure: Failure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** A Response that says why there is no Assertion: whose fault it is, and the reason below it. */
export function buildStatusResponse(
  issuer: Issuer,
  reply: Reply,
  failure: Failure,
  message: string | undefined,
  moment: Moment,
): string {
  const status =
    `<samlp:Status><samlp:StatusCode Value="${STATUS[FAILURES[failure]]}"><samlp:StatusCode Value="${STATUS[failure]}"/>` +
    `</samlp:StatusCode>${message === undefined ? "" : `<samlp:StatusMessage>${escapeXml(message)}</samlp:StatusMessage>`}</samlp:Status>`;
  return responseElement(issuer, reply, moment, status);
}
