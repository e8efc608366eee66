import { SignedXml } from "xml-crypto";
import type { SigningKey } from "../../mount.ts";
import type { SamlSpec } from "../../port.ts";
import { keepLineEnds } from "./text.ts";

export type Signed = SamlSpec["sign"];

const RESPONSE = "/*[local-name(.)='Response']";
const ASSERTION = `${RESPONSE}/*[local-name(.)='Assertion']`;

/**
 * Signs a Response as a connection declares it: its Assertion, itself, or first the one and then the other.
 * RSA-SHA256, SHA-256 digests, exclusive canonicalization, enveloped, right after the Issuer as the schema demands
 * (SAML Core 5.4).
 */
export function signResponse(xml: string, signed: Signed, key: SigningKey): string {
  const withAssertion = signed === "response" ? xml : signElement(xml, ASSERTION, key);
  return signed === "assertion" ? withAssertion : signElement(withAssertion, RESPONSE, key);
}

/** Signs a Response that carries a status and no Assertion, where the connection signs Responses. */
export function signStatusResponse(xml: string, signed: Signed, key: SigningKey): string {
  return signed === "assertion" ? xml : signElement(xml, RESPONSE, key);
}

/** Signs the element at an XPath by its ID. The document is parsed anew, so what is signed is what is sent. */
function signElement(xml: string, path: string, key: SigningKey): string {
  const signer = new SignedXml({
    idAttribute: "ID",
    privateKey: key.privateKeyPem,
    publicCert: key.certificatePem,
    signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  signer.addReference({
    xpath: path,
    transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"],
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
  });
  signer.computeSignature(xml, {
    prefix: "ds",
    location: { reference: `${path}/*[local-name(.)='Issuer']`, action: "after" },
  });
  return keepLineEnds(signer.getSignedXml());
}
