import { createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { SigningKey } from "../../../harness/idp/mount.ts";

/** What an ID token is broken with. */
export interface Forger {
  readonly alg: "RS256" | "ES256";
  /** The IdP's own key: a token whose claims are wrong has a good signature. */
  readonly key: SigningKey;
  readonly otherKey: SigningKey;
}

type Claims = { readonly [claim: string]: unknown };
type Corruption = (token: string, forger: Forger) => string;

/** Every way in which the ID token is broken on its way to a witness. Each must be refused for its own reason. */
export const CORRUPTIONS = {
  "another signature": (token) => {
    const [header, payload, signature = ""] = token.split(".");
    const first = signature.startsWith("A") ? "B" : "A";
    return `${header}.${payload}.${first}${signature.slice(1)}`;
  },
  "claims altered under the signature": (token) => {
    const [header, , signature] = token.split(".");
    return `${header}.${encode({ ...read(token).claims, sub: "somebody-else" })}.${signature}`;
  },
  "signed by another key": (token, { alg, otherKey }) => {
    const { header, claims } = read(token);
    return signed(header, claims, alg, otherKey);
  },
  "not signed at all": (token) => {
    const { header, claims } = read(token);
    return `${encode({ ...header, alg: "none" })}.${encode(claims)}.`;
  },
  "HMAC with the public key": (token, { key }) => {
    const { header, claims } = read(token);
    const input = `${encode({ ...header, alg: "HS256" })}.${encode(claims)}`;
    const secret = createPublicKey(key.privateKeyPem).export({ type: "spki", format: "pem" });
    return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
  },
  "another issuer": claimed((claims) => ({ ...claims, iss: `${String(claims["iss"])}-two` })),
  "no issuer": without("iss"),
  "another audience": claimed((claims) => ({ ...claims, aud: "another-app" })),
  "no audience": without("aud"),
  "another nonce": claimed((claims) => ({ ...claims, nonce: "another-nonce" })),
  "no nonce": without("nonce"),
  expired: claimed((claims) => ({ ...claims, exp: seconds() - 3600, iat: seconds() - 7200 })),
  "no expiry": without("exp"),
  "no time of issue": without("iat"),
  "no subject": without("sub"),
  "the hash of another access token": claimed((claims) => ({ ...claims, at_hash: "x".repeat(22) })),
} satisfies Readonly<Record<string, Corruption>>;

export type CorruptionName = keyof typeof CORRUPTIONS;

/** The control: signed again by the same key, with nothing changed. */
export const signedAgain: Corruption = claimed((claims) => claims);

/** A token response with another ID token. */
export function withIdToken(body: string, change: (token: string) => string): string {
  const response = JSON.parse(body) as { readonly id_token: string };
  return JSON.stringify({ ...response, id_token: change(response.id_token) });
}

function claimed(change: (claims: Claims) => Claims): Corruption {
  return (token, { alg, key }) => {
    const { header, claims } = read(token);
    return signed(header, change(claims), alg, key);
  };
}

function without(name: string): Corruption {
  return claimed(({ [name]: _removed, ...rest }) => rest);
}

function read(token: string): { readonly header: Claims; readonly claims: Claims } {
  const [header = "", payload = ""] = token.split(".");
  const decode = (part: string): Claims => JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Claims;
  return { header: decode(header), claims: decode(payload) };
}

/** JWS Compact Serialization (RFC 7515, 3.1), written here because the IdP's own library is what is on trial. */
function signed(header: Claims, claims: Claims, alg: Forger["alg"], { privateKeyPem }: SigningKey): string {
  const input = `${encode(header)}.${encode(claims)}`;
  const key = createPrivateKey(privateKeyPem);
  const signature = sign("sha256", Buffer.from(input), alg === "ES256" ? { key, dsaEncoding: "ieee-p1363" } : key);
  return `${input}.${signature.toString("base64url")}`;
}

function encode(part: Claims): string {
  return Buffer.from(JSON.stringify(part), "utf8").toString("base64url");
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
