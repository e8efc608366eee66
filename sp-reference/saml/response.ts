import type { Element } from "@xmldom/xmldom";
import { IdpRefusal, ProtocolFault } from "../app/faults.ts";
import type { SamlConnection } from "../config/model.ts";
import type { Libraries } from "./client.ts";
import type { IdpMetadata } from "./metadata.ts";
import { ASSERTION_NS, attributeOf, child, DSIG_NS, PROTOCOL_NS, textOf } from "./xml.ts";

const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const SHA1_METHODS = ["http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"];
const SIGNATURE_METHODS = [
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
];
const DIGEST_METHODS = ["http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512"];

export interface WrapperSays {
  readonly inResponseTo: string | null;
  /** The EncryptedAssertion, still closed: the algorithms of the signature in it have not been looked at. */
  readonly encrypted: Element | undefined;
}

/**
 * The wrapper around the assertion. It may be unsigned, so nothing in it lets a person in; it can only keep one out:
 * a status other than Success, another Destination (SAML Core 3.2.2), another Issuer, a weak signature.
 */
export function checkResponse(
  root: Element,
  connection: SamlConnection,
  { entityId }: IdpMetadata,
  libraries: Libraries,
): WrapperSays {
  const { name, acsUrl, encryptedAssertions } = connection;
  if (root.namespaceURI !== PROTOCOL_NS || root.localName !== "Response") {
    throw new ProtocolFault("The message is not a SAML response.");
  }
  checkStatus(root);
  const destination = attributeOf(root, "Destination");
  const signed = child(root, DSIG_NS, "Signature") !== undefined;
  // SAML Bindings 3.5.5.2 demands a Destination only of a signed message.
  if (destination === null ? signed : destination !== acsUrl) {
    throw new ProtocolFault("The response is meant for another address.");
  }
  const issuer = child(root, ASSERTION_NS, "Issuer");
  if (issuer !== undefined && textOf(issuer) !== entityId) {
    throw new ProtocolFault("The response comes from another identity provider.");
  }
  const encrypted = child(root, ASSERTION_NS, "EncryptedAssertion");
  if (encryptedAssertions && (encrypted === undefined || child(root, ASSERTION_NS, "Assertion") !== undefined)) {
    throw new ProtocolFault(`The assertion is not encrypted, and ${name} accepts no other.`);
  }
  if (libraries === "strict") checkAlgorithms(root, connection);
  return { inResponseTo: attributeOf(root, "InResponseTo"), encrypted };
}

function checkStatus(root: Element): void {
  const status = child(root, PROTOCOL_NS, "Status");
  const code = status && child(status, PROTOCOL_NS, "StatusCode");
  const value = attributeOf(code, "Value");
  if (value === SUCCESS) return;
  if (value === null) throw new ProtocolFault("The response has no status.");
  const nested = attributeOf(code && child(code, PROTOCOL_NS, "StatusCode"), "Value");
  const said = textOf(status && child(status, PROTOCOL_NS, "StatusMessage")).trim();
  const short = (nested ?? value).replace(/^.*:/, "");
  throw new IdpRefusal(`The identity provider did not sign you in: ${short}${said === "" ? "" : ` (${said})`}.`);
}

/** node-saml accepts SHA-1, which is broken for signatures: an organization must ask for it. */
export function checkAlgorithms(root: Element, { policy }: SamlConnection): void {
  const weak = policy.signature_algorithms === "sha1_allowed" ? SHA1_METHODS : [];
  const allowed = { SignatureMethod: SIGNATURE_METHODS, DigestMethod: DIGEST_METHODS };
  for (const [element, methods] of Object.entries(allowed)) {
    for (const method of root.getElementsByTagNameNS(DSIG_NS, element)) {
      if (insideEncryption(method)) continue;
      const algorithm = attributeOf(method, "Algorithm") ?? "none";
      if (![...methods, ...weak].includes(algorithm))
        throw new ProtocolFault(`The signature uses ${algorithm}, which is not accepted.`);
    }
  }
}

/** RSA-OAEP names a digest of its own inside EncryptionMethod; it signs nothing. */
function insideEncryption(method: Element): boolean {
  return method.parentNode?.localName === "EncryptionMethod";
}
