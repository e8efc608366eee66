import { SignedXml } from "xml-crypto";
import type { SigningKey } from "../../mount.ts";
import type { SamlSpec } from "../../port.ts";
import { encryptAssertion } from "./encrypt.ts";
import type { Encryption } from "./encryption.ts";
import { keepLineEnds } from "./text.ts";

const RESPONSE = "/*[local-name(.)='Response']";
const ASSERTION = `${RESPONSE}/*[local-name(.)='Assertion']`;

/** How a connection's Responses are closed before they leave. */
export interface Sealing {
  readonly sign: SamlSpec["sign"];
  readonly key: SigningKey;
  /** Absent: the Assertion stays readable. */
  readonly encrypt?: Encryption | undefined;
}

/**
 * Closes a Response as a connection declares it: the Assertion is signed, then encrypted, then the whole is signed,
 * each where it is wanted (SAML Core 6.2 has this order).
 */
export function sealResponse(xml: string, { sign, key, encrypt }: Sealing): string {
  const signed = sign === "response" ? xml : signElement(xml, ASSERTION, key);
  const closed = encrypt === undefined ? signed : encryptAssertion(signed, encrypt);
  return sign === "assertion" ? closed : signElement(closed, RESPONSE, key);
}

/** Signs a Response that carries a status and no Assertion, where the connection signs Responses. */
export function sealStatusResponse(xml: string, { sign, key }: Sealing): string {
  return sign === "assertion" ? xml : signElement(xml, RESPONSE, key);
}

/**
 * Signs the element at an XPath by its ID: RSA-SHA256, SHA-256 digests, exclusive canonicalization, enveloped, right
 * after the Issuer as the schema demands (SAML Core 5.4). The text is parsed anew, so what is signed is what is sent.
 */
function signElement(xml: string, path: string, key: SigningKey): string {
  const signer = new SignedXml({
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
