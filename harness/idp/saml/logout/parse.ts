import { defined } from "../../../defined.ts";
import { NS } from "../names.ts";
import { optional, readMessage, text } from "../request/parse.ts";
import type { SignedMessage } from "../request/signature.ts";
import { attribute, child, children } from "../xml/elements.ts";

interface LogoutMessage extends SignedMessage {
  readonly issuer: string;
}

/** SAML Core 3.7.1. */
export interface LogoutRequest extends LogoutMessage {
  /** ISO 8601, as it is written. */
  readonly notOnOrAfter?: string;
  /** Undefined where it is one that cannot be read (EncryptedID, BaseID). */
  readonly nameId?: { readonly text: string; readonly format?: string; readonly spNameQualifier?: string };
  /** Empty: all of the person's sessions are meant. */
  readonly sessions: readonly string[];
}

/** SAML Core 3.7.2. */
export interface LogoutResponse extends LogoutMessage {
  readonly inResponseTo?: string;
  /** The codes, the top one first. */
  readonly status: readonly string[];
}

/** @throws {RefusedRequest} */
export function parseLogoutRequest(xml: string): LogoutRequest {
  const { root, id, destination, enveloped } = readMessage(xml, "LogoutRequest");
  const nameId = child(root, NS.assertion, "NameID");
  return {
    xml,
    id,
    enveloped,
    issuer: issuerIn(root),
    sessions: children(root, NS.protocol, "SessionIndex").map(text),
    ...defined({ destination }),
    ...optional("notOnOrAfter", attribute(root, "NotOnOrAfter")),
    ...(nameId === undefined
      ? {}
      : {
          nameId: {
            text: text(nameId),
            ...optional("format", attribute(nameId, "Format")),
            ...optional("spNameQualifier", attribute(nameId, "SPNameQualifier")),
          },
        }),
  };
}

/** @throws {RefusedRequest} */
export function parseLogoutResponse(xml: string): LogoutResponse {
  const { root, id, destination, enveloped } = readMessage(xml, "LogoutResponse");
  const top = child(child(root, NS.protocol, "Status"), NS.protocol, "StatusCode");
  const codes = [top, child(top, NS.protocol, "StatusCode")].map((code) => attribute(code, "Value"));
  return {
    xml,
    id,
    enveloped,
    issuer: issuerIn(root),
    status: codes.filter((code) => code !== undefined),
    ...defined({ destination }),
    ...optional("inResponseTo", attribute(root, "InResponseTo")),
  };
}

/** SAML Profiles 4.4.4: it must be there, and be the sender's. */
function issuerIn(root: Parameters<typeof child>[0]): string {
  const issuer = child(root, NS.assertion, "Issuer");
  return issuer === undefined ? "" : text(issuer);
}
