import { STATUS } from "../names.ts";
import { escapeXml } from "../xml/text.ts";
import { freshId, responseElement, type Issuer } from "./opening.ts";
import type { Reply } from "./reply.ts";

export type Failure = Exclude<keyof typeof STATUS, "Responder" | "Success">;

/**
 * A Response that says why there is no Assertion: Responder at the top level, since the fault is not the request's,
 * and the reason below it (SAML Core 3.2.2.2).
 */
export function buildStatusResponse(issuer: Issuer, reply: Reply, failure: Failure, message: string): string {
  const status =
    `<samlp:Status><samlp:StatusCode Value="${STATUS.Responder}"><samlp:StatusCode Value="${STATUS[failure]}"/>` +
    `</samlp:StatusCode><samlp:StatusMessage>${escapeXml(message)}</samlp:StatusMessage></samlp:Status>`;
  return responseElement(issuer, reply, { now: new Date(), id: freshId }, status);
}
