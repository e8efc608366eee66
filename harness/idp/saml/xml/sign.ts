import { createPrivateKey, X509Certificate } from "node:crypto";
import { SignedXml } from "xml-crypto";
import type { SigningKey } from "../../mount.ts";
import type { SamlSpec } from "../../port.ts";
import { DAY_MS, selfSigned } from "../../state/certificate.ts";
import {
  digestUri,
  HMAC,
  hmacWith,
  MD5,
  MD5_METHODS,
  methodsOf,
  SIGNATURES,
  XML_DIGESTS,
  XML_SIGNATURES,
  type Methods,
} from "./methods.ts";
import { keepLineEnds } from "./text.ts";

const RESPONSE = "/*[local-name(.)='Response']";
const ASSERTION = `${RESPONSE}/*[local-name(.)='Assertion']`;

/** In what way a signature is written; left out: with the certificate, in one line, no prefix kept. */
export interface Hand {
  /** False: without a KeyInfo. */
  readonly keyInfo?: false;
  /** Into how many columns base64 is broken. */
  readonly columns?: number;
  /** InclusiveNamespaces of the canonicalization. */
  readonly prefixes?: readonly string[];
  /** The Assertion has no Issuer that its signature could follow: it comes first. */
  readonly unnamed?: boolean;
  /** What is signed; left out: what the connection signs. */
  readonly sign?: SamlSpec["sign"];
  /** By which methods; left out: the connection's. */
  readonly methods?: Methods;
  /** By RSA and MD5, whatever else is said. */
  readonly weak?: "md5";
  /** KeyInfo holds an older certificate of the same key, too. */
  readonly older?: true;
  /** By HMAC and SHA-1 with this secret: no key signs. */
  readonly secret?: string;
}

/** How a connection's Responses are closed before they leave. */
export interface Sealing {
  readonly sign: SamlSpec["sign"];
  readonly key: SigningKey;
  /** Left out: by RSA and SHA-256. */
  readonly methods?: Methods;
  /** Puts an EncryptedAssertion in the Assertion's place. */
  readonly encrypt?: ((xml: string) => string) | undefined;
  readonly hand?: Hand | undefined;
}

/**
 * Closes a Response as a connection declares it: the Assertion is signed, then encrypted, then the whole is signed,
 * each where it is wanted (SAML Core 6.2 has this order).
 */
export function sealResponse(xml: string, { key, encrypt, hand, ...sealing }: Sealing): string {
  const { sign = sealing.sign, methods = sealing.methods } = hand ?? {};
  const signed = sign === "response" ? xml : signElement(xml, ASSERTION, key, methods, hand);
  const closed = encrypt?.(signed) ?? signed;
  return sign === "assertion" ? closed : signElement(closed, RESPONSE, key, methods, hand);
}

/** Signs a Response that carries a status and no Assertion, where the connection signs Responses. */
export function sealStatusResponse(xml: string, { sign, key, methods }: Sealing): string {
  return sign === "assertion" ? xml : signElement(xml, RESPONSE, key, methods);
}

/** Signs a message as a whole, whatever it is. */
export function signMessage(xml: string, key: SigningKey, methods: Methods): string {
  return signElement(xml, "/*", key, methods);
}

/**
 * Signs the element at an XPath by its ID: exclusive canonicalization, enveloped, right after the Issuer as the schema
 * demands (SAML Core 5.4). The text is parsed anew, so what is signed is what is sent.
 */
function signElement(
  xml: string,
  path: string,
  key: SigningKey,
  { signature, digest } = methodsOf({}),
  { keyInfo, columns, prefixes = [], secret, weak, older, unnamed = false }: Hand = {},
): string {
  const signer = new SignedXml({
    privateKey: key.privateKeyPem,
    publicCert: older === true ? `${key.certificatePem}\n${expired(key)}` : key.certificatePem,
    signatureAlgorithm: secret !== undefined ? HMAC : weak === "md5" ? MD5.signature : SIGNATURES[signature].uri,
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
    ...(keyInfo === false ? { getKeyInfoContent: () => null } : {}),
  });
  signer.SignatureAlgorithms = { ...XML_SIGNATURES, ...MD5_METHODS.signatures, [HMAC]: hmacWith(secret ?? "") };
  signer.HashAlgorithms = { ...XML_DIGESTS, ...MD5_METHODS.digests };
  signer.addReference({
    xpath: path,
    transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"],
    digestAlgorithm: weak === "md5" ? MD5.digest : digestUri(digest),
    inclusiveNamespacesPrefixList: [...prefixes],
  });
  signer.computeSignature(xml, {
    prefix: "ds",
    location:
      unnamed && path === ASSERTION
        ? { reference: path, action: "prepend" }
        : { reference: `${path}/*[local-name(.)='Issuer']`, action: "after" },
  });
  const signed = keepLineEnds(signer.getSignedXml());
  return columns === undefined ? signed : wrapped(signed, columns);
}

/** A certificate of the same key, as it was before it was renewed. */
function expired({ privateKeyPem, certificatePem }: SigningKey): string {
  const { subject, publicKey } = new X509Certificate(certificatePem);
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
  return selfSigned({
    commonName: subject.replace(/^CN=/, ""),
    publicKey,
    privateKey: createPrivateKey(privateKeyPem),
    notBefore: ago(760),
    notAfter: ago(30),
  });
}

/** The texts of the signature that no signature covers; what is in lines already belongs to a signature within. */
function wrapped(xml: string, columns: number): string {
  const line = new RegExp(`.{1,${columns}}`, "g");
  return xml.replace(
    /(<ds:(?:SignatureValue|X509Certificate)>)([A-Za-z0-9+/=]+)(?=<)/g,
    (_, tag: string, base64: string) => `${tag}\n${(base64.match(line) ?? []).join("\n")}\n`,
  );
}
