import { randomBytes } from "node:crypto";

export function randomKey(): string {
  return randomBytes(24).toString("base64url");
}

/** Things that can be taken once, and only for a while. */
export class Once<T> {
  readonly #kept = new Map<string, { readonly value: T; readonly until: number }>();

  /** False where the key is there already. */
  put(key: string, value: T, until = Date.now() + 600_000): boolean {
    for (const [old, { until: end }] of this.#kept) if (end < Date.now()) this.#kept.delete(old);
    if (this.#kept.has(key)) return false;
    this.#kept.set(key, { value, until });
    return true;
  }

  take(key: string): T | undefined {
    const found = this.#kept.get(key);
    this.#kept.delete(key);
    return found === undefined || found.until < Date.now() ? undefined : found.value;
  }
}
