import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** `scrypt:SALT:HASH` in base64url. Asynchronous: hashing is slow on purpose and must not hold up other requests. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize("NFKC"), salt, 32);
  return `scrypt:${salt.toString("base64url")}:${hash.toString("base64url")}`;
}

/** As slow for an account without a password as for any other, so that the time tells nobody which accounts there are. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const [, salt = "", hash = ""] = (stored ?? "scrypt::").split(":");
  const derived = await derive(password.normalize("NFKC"), Buffer.from(salt, "base64url"), 32);
  const expected = Buffer.from(hash, "base64url");
  return stored !== null && expected.length === derived.length && timingSafeEqual(expected, derived);
}
