import { createHash, randomBytes } from "node:crypto";

const FIRST = "abcdefghijklmnopqrstuvwxyz";
const REST = `${FIRST}0123456789`;
const LENGTH = 8;

/** A seed that a person can copy from the terminal. */
export function randomSeed(): string {
  return randomBytes(6).toString("hex");
}

/**
 * Mints namespaces from a seed: 8 characters, `[a-z][a-z0-9]*`. The nth of a seed is always the same, so that a run
 * can be made again; two that collide within 10,000 are as likely as one in about 2 million million / 10^8.
 */
export function namespaces(seed: string): (n: number) => string {
  return (n) => {
    const bytes = createHash("sha256").update(`${seed}:${n}`).digest();
    let text = "";
    for (let at = 0; at < LENGTH; at++) {
      const alphabet = at === 0 ? FIRST : REST;
      // Two bytes for a letter: the remainder's bias is below one in a thousand.
      text += alphabet[bytes.readUInt16BE(at * 2) % alphabet.length];
    }
    return text;
  };
}
