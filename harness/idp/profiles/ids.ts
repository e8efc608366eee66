import { createHash } from "node:crypto";

/** Identifiers in a vendor's form, the same ones for the same words at every time. */

const DIGITS = "0123456789";
const HEX = `${DIGITS}abcdef`;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const BASE62 = `${DIGITS}${LETTERS.toUpperCase()}${LETTERS}`;
const BASE64URL = `${BASE62}-_`;

export const digits = (length: number, ...of: readonly string[]): string => drawn(DIGITS, length, of);
export const hex = (length: number, ...of: readonly string[]): string => drawn(HEX, length, of);
export const base62 = (length: number, ...of: readonly string[]): string => drawn(BASE62, length, of);
export const base64url = (length: number, ...of: readonly string[]): string => drawn(BASE64URL, length, of);

/** A GUID of version 4 (RFC 9562 5.4). */
export function guid(...of: readonly string[]): string {
  const all = hex(30, ...of);
  const variant = "89ab".charAt(Number.parseInt(hex(1, "variant", ...of), 16) % 4);
  return [all.slice(0, 8), all.slice(8, 12), `4${all.slice(12, 15)}`, variant + all.slice(15, 18), all.slice(18)].join(
    "-",
  );
}

/** A text in the form of a GUID. */
export function isGuid(text: string): boolean {
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text);
}

/** Characters of an alphabet: one for each byte of hashes of the words, as many hashes as it takes. */
function drawn(alphabet: string, length: number, of: readonly string[]): string {
  let text = "";
  for (let round = 0; text.length < length; round++) {
    const bytes = createHash("sha256")
      .update(JSON.stringify([alphabet, round, ...of]))
      .digest();
    text += [...bytes].map((byte) => alphabet.charAt(byte % alphabet.length)).join("");
  }
  return text.slice(0, length);
}
