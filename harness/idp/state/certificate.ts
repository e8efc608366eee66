import { randomBytes, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

const DAY_MS = 86_400_000;

export interface CertificateOptions {
  /** Becomes the subject's and the issuer's common name. */
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/**
 * A self-signed X.509 v3 certificate (RFC 5280), PEM. SAML metadata carries keys as certificates, and SPs compare
 * nothing of them but the key, so there are no extensions. Valid from yesterday for ten years by default.
 * Written as DER here because it is this one fixed structure; the tests read it with OpenSSL.
 */
export function selfSigned(options: CertificateOptions): string {
  const now = Date.now();
  const algorithm = signatureAlgorithm(options.privateKey);
  const name = distinguishedName(options.commonName);
  const tbs = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    algorithm,
    name,
    sequence(
      time(options.notBefore ?? new Date(now - DAY_MS)),
      time(options.notAfter ?? new Date(now + 3650 * DAY_MS)),
    ),
    name,
    options.publicKey.export({ type: "spki", format: "der" }),
  );
  const der = sequence(tbs, algorithm, bitString(sign("sha256", tbs, options.privateKey)));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
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

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5). */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+/, "").replaceAll(/[-:T]/g, "");
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2), "ascii"))
    : tagged(0x18, Buffer.from(digits, "ascii"));
}

/** A positive INTEGER: without leading zeros, but with one where the first bit is set. */
function integer(bytes: Buffer): Buffer {
  const positive = Buffer.from(bytes);
  positive[0] = (positive[0] ?? 0) & 0x7f || 0x01;
  return tagged(0x02, positive);
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), bytes);
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, "hex"));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  return size < 0x100 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 0xff]);
}
