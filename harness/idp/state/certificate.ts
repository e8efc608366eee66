import { randomBytes, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { bitString, integer, oid, pem, sequence, tagged, time } from "./der.ts";

export const DAY_MS = 86_400_000;

export interface SelfSignedOptions {
  /** Becomes the subject's and the issuer's common name. */
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/**
 * A self-signed certificate, PEM. SAML metadata carries keys as certificates, and SPs compare nothing of them but the
 * key, so there are no extensions. Valid from yesterday for ten years by default.
 */
export function selfSigned({ commonName, publicKey, privateKey, ...dates }: SelfSignedOptions): string {
  const now = Date.now();
  const { notBefore = new Date(now - DAY_MS), notAfter = new Date(now + 3650 * DAY_MS) } = dates;
  return certificate({ subject: commonName, issuer: commonName, publicKey, signer: privateKey, notBefore, notAfter });
}

export interface CertificateOptions {
  /** Common names. */
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** The issuer's private key. */
  readonly signer: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** DER of each Extension. */
  readonly extensions?: readonly Buffer[];
}

/**
 * An X.509 v3 certificate (RFC 5280), PEM. Written as DER here because it is this one fixed structure; the tests have
 * OpenSSL read and verify it.
 */
export function certificate(options: CertificateOptions): string {
  const { subject, issuer, publicKey, signer, notBefore, notAfter, extensions = [] } = options;
  const algorithm = signatureAlgorithm(signer);
  const tbs = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    algorithm,
    distinguishedName(issuer),
    sequence(time(notBefore), time(notAfter)),
    distinguishedName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length === 0 ? [] : [tagged(0xa3, sequence(...extensions))]),
  );
  return pem("CERTIFICATE", sequence(tbs, algorithm, bitString(sign("sha256", tbs, signer))));
}

/** sha256WithRSAEncryption (with its NULL parameter, RFC 4055) or ecdsa-with-SHA256 (RFC 5758). */
function signatureAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === "rsa"
    ? sequence(oid("2a864886f70d01010b"), tagged(0x05))
    : sequence(oid("2a8648ce3d040302"));
}

function distinguishedName(commonName: string): Buffer {
  const attribute = sequence(oid("550403"), tagged(0x0c, Buffer.from(commonName.slice(0, 64), "utf8")));
  return sequence(tagged(0x31, attribute));
}
