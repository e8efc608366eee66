import { decodeJwt } from "../../observe/decode.ts";
import type { ProtocolMessage } from "../../observe/exchange.ts";
import { decoded } from "./sign.ts";

/** An ID token for the record: what it says, and how it is signed. */
export function idTokenMessage(token: string): ProtocolMessage {
  const [, payload = ""] = token.split(".");
  const header = decodeJwt(token)?.header;
  return { kind: "id_token", content: decoded(payload), ...(header === undefined ? {} : { header }) };
}

/** Members whose values would let a reader of the record act as the SP or as the person. */
const SECRETS: ReadonlySet<string> = new Set([
  "client_secret",
  "client_assertion",
  "code",
  "access_token",
  "refresh_token",
  "id_token",
  "id_token_hint",
]);

/** A decoded message for the record: secrets are named, not told; what was not sent is not there. */
export function message(kind: ProtocolMessage["kind"], content: object): ProtocolMessage {
  const told = Object.entries(content)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, SECRETS.has(name) ? "[secret]" : value]);
  return { kind, content: Object.fromEntries(told) };
}
