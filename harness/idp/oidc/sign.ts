import { createPrivateKey, sign, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { SigningKey } from "../mount.ts";
import type { Claims, Compact } from "./tampers/tamper.ts";

export type Algorithm = "RS256" | "ES256";

/** What a header and claims of any shape are as a JWS; a library's own JWT builder would refuse the odd ones. */
export async function compact(header: Claims, claims: Claims, key: SigningKey, alg: Algorithm): Promise<Compact> {
  const parts = { header: encoded(header), payload: encoded(claims) };
  return { ...parts, signature: await signatureOf(parts, key, alg) };
}

const signAsync = promisify(sign);

/** The signature of RFC 7515 5.1 over header and payload, base64url. */
export async function signatureOf(
  { header, payload }: Pick<Compact, "header" | "payload">,
  key: SigningKey,
  alg: Algorithm,
): Promise<string> {
  const privateKey = privateKeyOf(key);
  const input = Buffer.from(`${header}.${payload}`);
  // RFC 7518 3.4: the two numbers side by side, where OpenSSL would write DER.
  const signer = alg === "ES256" ? ({ key: privateKey, dsaEncoding: "ieee-p1363" } as const) : privateKey;
  return (await signAsync("sha256", input, signer)).toString("base64url");
}

const KEYS = new WeakMap<SigningKey, KeyObject>();

/** Read once: that takes about as long as to sign by it. */
function privateKeyOf(key: SigningKey): KeyObject {
  const known = KEYS.get(key) ?? createPrivateKey(key.privateKeyPem);
  KEYS.set(key, known);
  return known;
}

export function encoded(part: Claims): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

export function decoded(part: string): Claims {
  return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Claims;
}
