import { randomBytes, sign, type KeyObject } from "node:crypto";

const YEAR_MS = 31_557_600_000;
const SHA256_WITH_RSA = "2a864886f70d01010b";
const COMMON_NAME = "550403";

/**
 * A self-signed X.509 certificate (RFC 5280) around an RSA key, PEM. SAML metadata carries keys as certificates; of
 * this one nothing counts but the key, so there is nothing more in it than the format demands. Node reads
 * certificates and writes none, hence the few lines of DER.
 */
export function selfSigned(publicKey: KeyObject, privateKey: KeyObject, now = Date.now()): string {
  const algorithm = sequence(tlv(0x06, hex(SHA256_WITH_RSA)), tlv(0x05));
  const name = sequence(tlv(0x31, sequence(tlv(0x06, hex(COMMON_NAME)), tlv(0x0c, Buffer.from("reference-sp")))));
  const signed = sequence(
    tlv(0xa0, tlv(0x02, hex("02"))),
    // Positive, and without a leading zero: the first of the random bytes is made to be 0x40 to 0x7f.
    tlv(0x02, Buffer.from([0x40 | (randomBytes(1).readUInt8() & 0x3f)]), randomBytes(15)),
    algorithm,
    name,
    sequence(utcTime(now - 86_400_000), utcTime(now + 10 * YEAR_MS)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = tlv(0x03, hex("00"), sign("sha256", signed, privateKey));
  const base64 = sequence(signed, algorithm, signature).toString("base64");
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n").trimEnd()}\n-----END CERTIFICATE-----\n`;
}

/** YYMMDDHHMMSSZ, which RFC 5280 (4.1.2.5) wants up to the year 2049. */
function utcTime(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\.\d+|[-:T]/g, "");
  return tlv(0x17, Buffer.from(digits.slice(2)));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

/** Tag, length, value (X.690, 8.1). */
function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const length = value.length < 0x80 ? [value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
