import { createPrivateKey } from "node:crypto";
import { CompactSign } from "jose";
import type { SigningKey } from "../mount.ts";
import type { Claims } from "./tampers/tamper.ts";

/** Signs claims of any shape as a JWT; a library's own JWT builder would refuse the odd ones. */
export type Sign = (claims: Claims) => Promise<string>;

export function createSigner(key: SigningKey, alg: "RS256" | "ES256"): Sign {
  const privateKey = createPrivateKey(key.privateKeyPem);
  return (claims) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg, typ: "JWT", kid: key.kid })
      .sign(privateKey);
}
