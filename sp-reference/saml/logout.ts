import { inflateRawSync } from "node:zlib";
import type { Profile, SAML } from "@node-saml/node-saml";
import type { Element } from "@xmldom/xmldom";
import { ProtocolFault } from "../app/faults.ts";
import type { SamlConnection } from "../config/model.ts";
import type { Ended } from "../session/begun-by.ts";
import { decode } from "./base64.ts";
import type { IdpMetadata } from "./metadata.ts";
import { ASSERTION_NS, attributeOf, child, children, parseXml, PROTOCOL_NS, textOf } from "./xml.ts";

const MAX_BYTES = 100_000;

/** A LogoutRequest as it arrived, and what it is checked against. */
export interface LogoutReception {
  readonly connection: SamlConnection;
  readonly idp: IdpMetadata;
  readonly saml: SAML;
  readonly binding: "redirect" | "post";
  /** SAMLRequest, and beside it what the binding has. */
  readonly parameters: { readonly [name: string]: string };
  /** As it was sent, without its question mark: the redirect binding signs these bytes. */
  readonly query: string;
}

/** Why a LogoutRequest is not acted on, or null. */
export interface LogoutRules {
  readonly signed: (reception: LogoutReception) => Promise<string | null>;
  readonly issuer: (issuer: string, idp: IdpMetadata) => string | null;
  readonly destination: (destination: string | null, connection: SamlConnection) => string | null;
}

export const logoutRules: LogoutRules = {
  // node-saml takes a request by redirect that has no signature at all for a valid one.
  signed: async (reception) => {
    const { binding, parameters } = reception;
    if (binding === "redirect" && (parameters["Signature"] ?? "") === "") return "nobody has signed it";
    return await libraryRefuses(reception);
  },
  issuer: (issuer, { entityId }) => (issuer === entityId ? null : "it comes from another identity provider"),
  destination: (destination, { sloUrl }) =>
    destination === null || destination === sloUrl ? null : "it is meant for another address",
};

/** What node-saml says of the signature and the times. */
export async function libraryRefuses({ saml, binding, parameters, query }: LogoutReception): Promise<string | null> {
  try {
    if (binding === "redirect") await saml.validateRedirectAsync(parameters, query);
    else await saml.validatePostRequestAsync(parameters);
    return null;
  } catch {
    return "it could not be verified";
  }
}

export interface LogoutRequest {
  readonly id: string;
  readonly ended: Ended;
}

/** What a LogoutRequest ends (SAML Profiles 4.4.4.1, SAML Core 3.2.1 and 3.7.1). Throws ProtocolFault. */
export async function logoutRequest(reception: LogoutReception, rules = logoutRules): Promise<LogoutRequest> {
  const { connection, idp } = reception;
  const root = read(reception);
  const why =
    (await rules.signed(reception)) ??
    rules.issuer(textOf(child(root, ASSERTION_NS, "Issuer")), idp) ??
    rules.destination(attributeOf(root, "Destination"), connection);
  if (why !== null) throw new ProtocolFault(`The sign-out is not accepted: ${why}.`);
  const id = attributeOf(root, "ID");
  const nameId = textOf(child(root, ASSERTION_NS, "NameID"));
  if (id === null || nameId === "") throw new ProtocolFault("The sign-out names nobody.");
  const sessions = children(root, PROTOCOL_NS, "SessionIndex").map(textOf);
  return { id, ended: { connection: connection.name, subject: nameId, sessions } };
}

function read({ binding, parameters }: LogoutReception): Element {
  const root = parseXml(binding === "post" ? decode(parameters["SAMLRequest"] ?? "") : inflate(parameters));
  if (root.namespaceURI !== PROTOCOL_NS || root.localName !== "LogoutRequest") {
    throw new ProtocolFault("The message is no sign-out.");
  }
  return root;
}

function inflate({ SAMLRequest = "" }: LogoutReception["parameters"]): string {
  try {
    return inflateRawSync(Buffer.from(SAMLRequest, "base64"), { maxOutputLength: MAX_BYTES }).toString("utf8");
  } catch (error) {
    throw new ProtocolFault("The message is not compressed as its binding has it.", { cause: error });
  }
}

/** Where the browser takes the answer: Success, whether there was a session or it had ended before. */
export function logoutAnswer(saml: SAML, { id }: LogoutRequest, relayState: string | undefined): Promise<string> {
  return saml.getLogoutResponseUrlAsync({ ID: id } as unknown as Profile, relayState ?? "", {}, true);
}
