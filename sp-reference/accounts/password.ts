import { randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** `scrypt:SALT:HASH` in base64url. Asynchronous: hashing is slow on purpose and must not hold up other requests. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize("NFKC"), salt, 32);
  return `scrypt:${salt.toString("base64url")}:${hash.toString("base64url")}`;
}
