import type { SAML } from "@node-saml/node-saml";
import type { Request, Response } from "express";
import { ProtocolFault } from "../app/faults.ts";
import type { KeyPair, SamlConnection } from "../config/model.ts";
import type { SamlAssertion } from "../mapping/assertion.ts";
import { readAssertion, readingRules, type ReadAssertion, type ReadingRules } from "./assertion.ts";
import type { Pending, PendingSignIns } from "../session/pending.ts";
import type { OneTime } from "../session/one-time.ts";
import type { Libraries } from "./client.ts";
import { decode } from "./base64.ts";
import { logoutRules, type LogoutRules } from "./logout.ts";
import { decryptAssertion } from "./decrypt.ts";
import type { IdpMetadata } from "./metadata.ts";
import { checkAlgorithms, checkResponse } from "./response.ts";
import { parseXml } from "./xml.ts";

/** A response as it arrived, and what it is checked against. */
export interface Reception {
  readonly connection: SamlConnection;
  readonly idp: IdpMetadata;
  readonly saml: SAML;
  readonly libraries: Libraries;
  /** What encrypted assertions are opened with; null where the connection takes none. */
  readonly key: KeyPair | null;
  /** The form field SAMLResponse, in base64. */
  readonly encoded: string;
  readonly now: number;
}

export interface VerifiedResponse {
  readonly assertion: SamlAssertion;
  /** The signed word on which request this answers; null: nobody asked. */
  readonly inResponseTo: string | null;
  readonly assertionId: string;
  /** Milliseconds since the epoch after which the assertion is worthless. */
  readonly expiresAt: number;
}

/** A browser that is about to leave with an AuthnRequest. */
export interface Leaving {
  readonly req: Request;
  readonly res: Response;
  readonly requestId: string;
  readonly connection: SamlConnection;
}

export interface SamlSteps {
  /** Throws ProtocolFault or IdpRefusal. `steps`: those in use; left out: the sound ones. */
  readonly verify: (reception: Reception, steps?: SamlSteps) => Promise<VerifiedResponse>;
  /** The XML of the assertion that the IdP has signed, as the signed bytes have it. Throws ProtocolFault. */
  readonly signedAssertion: (reception: Reception) => Promise<string>;
  readonly reads: ReadingRules;
  readonly logout: LogoutRules;
  /** What the wrapper says against letting anybody in. Throws ProtocolFault or IdpRefusal. */
  readonly wrapper: typeof checkResponse;
  /** Whether a response that nobody asked for may sign a person in. */
  readonly unsolicited: (connection: SamlConnection, relayState: string | undefined) => boolean;
  /** SAML Profiles 4.1.4.5: a bearer assertion works once, asked for or not. Whether this is the first time. */
  readonly firstUse: (oneTime: OneTime, verified: VerifiedResponse) => boolean;
  /** Notes which request this browser leaves with, before it leaves. */
  readonly asked: (waiting: PendingSignIns, leaving: Leaving, begun: Omit<Pending, "browser">) => void;
  /** The sign-in of this browser that a response answers. Throws ProtocolFault where it began none such. */
  readonly answered: (
    waiting: PendingSignIns,
    req: Request,
    inResponseTo: string,
    connection: SamlConnection,
  ) => Pick<Pending, "returnTo">;
}

/**
 * SAML Profiles 4.1.4.3, in full. node-saml verifies the signature, the audience and the conditions' times and hands
 * over the signed bytes; the wrapper, the bearer confirmation and the attributes are read here, the latter two from
 * those bytes alone.
 */
async function verify(reception: Reception, steps: SamlSteps = samlSteps): Promise<VerifiedResponse> {
  const { connection, idp, encoded, libraries, key, now } = reception;
  const response = steps.wrapper(parseXml(decode(encoded)), connection, idp, libraries);
  if (libraries === "strict" && response.encrypted !== undefined && key !== null) {
    checkAlgorithms(parseXml(decryptAssertion(response.encrypted, key.privateKey)), connection);
  }
  const signed = await steps.signedAssertion(reception);
  const assertion: ReadAssertion = readAssertion(parseXml(signed), { connection, idp, now }, steps.reads);
  if (response.inResponseTo !== null && response.inResponseTo !== assertion.inResponseTo) {
    throw new ProtocolFault("The response and its assertion answer different requests.");
  }
  return {
    assertion: {
      protocol: "saml",
      issuer: assertion.issuer,
      nameId: assertion.nameId,
      attributes: assertion.attributes,
      sessionIndex: assertion.sessionIndex,
    },
    inResponseTo: assertion.inResponseTo,
    assertionId: assertion.id,
    expiresAt: assertion.expiresAt,
  };
}

async function signedAssertion({ saml, encoded }: Reception): Promise<string> {
  let xml: string | undefined;
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: encoded });
    xml = profile?.getAssertionXml?.();
  } catch (error) {
    throw new ProtocolFault("The identity provider's response could not be verified.", { cause: error });
  }
  if (xml === undefined) throw new ProtocolFault("The identity provider's response holds no assertion.");
  return xml;
}

export const samlSteps: SamlSteps = {
  verify,
  signedAssertion,
  reads: readingRules,
  logout: logoutRules,
  wrapper: checkResponse,
  unsolicited: ({ policy }) => policy.idp_initiated === "on",
  firstUse: (oneTime, { assertion, assertionId, expiresAt }) =>
    oneTime.put("assertion", `${assertion.issuer} ${assertionId}`, null, expiresAt),
  asked: (waiting, { req, res, requestId }, begun) => waiting.begin(req, res, requestId, begun),
  answered: (waiting, req, inResponseTo, { name }) => waiting.end(req, inResponseTo, name),
};
