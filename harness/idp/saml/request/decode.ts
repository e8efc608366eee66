import { inflateRawSync } from "node:zlib";
import { defined } from "../../../defined.ts";
import { messageOf } from "../../../errors.ts";
import { RefusedRequest } from "./refused.ts";

export type Binding = "redirect" | "post";

/** The parameter that holds a message. */
export type Parameter = "SAMLRequest" | "SAMLResponse";

/** A message as it came, before anyone has looked into the XML. */
export interface Received {
  readonly binding: Binding;
  readonly parameter: Parameter;
  readonly xml: string;
  /** The exact data that must come back beside the Response (SAML Bindings 3.4.3, 3.5.3); absent where none came. */
  readonly relayState?: string;
}

/** No AuthnRequest is as large as that; what inflates beyond it is a bomb. */
const MAX_XML_BYTES = 256 * 1024;

/** The parameters of a query or a form body as express parses them. */
export type Parameters = Readonly<Record<string, unknown>>;

/**
 * Decodes a message and its RelayState. HTTP-Redirect: base64 of DEFLATE (SAML Bindings 3.4.4.1); HTTP-POST: base64
 * (3.5.4).
 * @throws {RefusedRequest}
 */
export function decodeRequest(
  binding: Binding,
  parameters: Parameters,
  parameter: Parameter = "SAMLRequest",
): Received {
  const message = single(parameters, parameter);
  if (message === undefined) {
    throw new RefusedRequest("No SAML request", `This is a single sign-on address; it needs a ${parameter}.`, [
      { name: "parameters that came", value: Object.keys(parameters).join(", ") || "none" },
    ]);
  }
  const relayState = single(parameters, "RelayState");
  return {
    binding,
    parameter,
    xml: utf8(binding === "redirect" ? inflate(base64(message)) : notDeflated(base64(message))),
    ...defined({ relayState }),
  };
}

function single(parameters: Parameters, name: string): string | undefined {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (value === undefined || typeof value === "string") return value;
  throw new RefusedRequest("Ambiguous SAML request", `The parameter ${name} came more than once.`);
}

function base64(text: string): Buffer {
  const compact = text.replace(/[\r\n\t ]/g, "");
  if (compact === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    throw unreadable("SAMLRequest is not base64. In a query the characters + / = must be percent-encoded.");
  }
  return Buffer.from(compact, "base64");
}

function inflate(bytes: Buffer): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: MAX_XML_BYTES });
  } catch (error) {
    const reason = looksLikeXml(bytes) ? "it was not deflated" : messageOf(error);
    throw unreadable(
      `SAMLRequest does not inflate (${reason}). The HTTP-Redirect binding carries base64 of raw DEFLATE data.`,
    );
  }
}

function notDeflated(bytes: Buffer): Buffer {
  if (!looksLikeXml(bytes) && inflatesToXml(bytes)) {
    throw unreadable("SAMLRequest is deflated. The HTTP-POST binding carries base64 of the XML itself.");
  }
  return bytes;
}

function inflatesToXml(bytes: Buffer): boolean {
  try {
    return looksLikeXml(inflateRawSync(bytes, { maxOutputLength: MAX_XML_BYTES }));
  } catch {
    return false;
  }
}

function looksLikeXml(bytes: Buffer): boolean {
  return /^\u{FEFF}?\s*</u.test(bytes.subarray(0, 200).toString("utf8"));
}

function utf8(bytes: Buffer): string {
  if (bytes.length > MAX_XML_BYTES) throw unreadable(`The request is larger than ${MAX_XML_BYTES} bytes.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable("The request is not UTF-8 text.");
  }
}

function unreadable(explanation: string): RefusedRequest {
  return new RefusedRequest("The SAML request can not be read", explanation);
}
