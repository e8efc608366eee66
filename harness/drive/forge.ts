/** What names somebody, and what is to name somebody else in its place. */
export type Renaming = readonly (readonly [from: string, to: string])[];

/**
 * A cookie's value as somebody writes it who has read their own and wants to be another: wherever it names the one, as it
 * stands, percent-encoded, or in a part that is base64 (a JSON of its own, the payload of a token), it names the other. What
 * names nobody (an id that says nothing) comes back as it was, and a signature no longer fits.
 */
export function forged(value: string, renaming: Renaming): string {
  const plain = percentDecoded(value);
  const written = renamed(plain, renaming).replace(BASE64, (part) => reencoded(part, renaming));
  if (written === plain) return value;
  return plain === value ? written : encodeURIComponent(written);
}

/** Long enough to hold a name. */
const BASE64 = /[A-Za-z0-9+/_-]{8,}={0,2}/g;

function reencoded(part: string, renaming: Renaming): string {
  const text = utf8(Buffer.from(part, "base64"));
  const written = text === null ? null : renamed(text, renaming);
  if (written === null || written === text) return part;
  return Buffer.from(written).toString(/[+/=]/.test(part) ? "base64" : "base64url");
}

/** As whole words: the account 1 is not in 12. */
function renamed(text: string, renaming: Renaming): string {
  return renaming.reduce(
    (told, [from, to]) => told.replace(new RegExp(`(?<![A-Za-z0-9])${literally(from)}(?![A-Za-z0-9])`, "g"), () => to),
    text,
  );
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
