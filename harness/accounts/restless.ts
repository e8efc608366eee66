import { isDeepStrictEqual } from "node:util";
import { changedFields } from "../observe/account.ts";
import type { Account } from "../observe/snapshot.ts";

/** An attribute that differed so many reads in a row, and nothing else did, changes by being read. */
const ENOUGH = 4;

/**
 * Attributes that change by themselves from read to read (`last_seen_at`): they would make every account look changed,
 * and a list that never comes to rest. They are left out of what is seen, which is told.
 */
export class Restless {
  readonly #names = new Set<string>();
  /** Account id and attribute -> how many reads in a row showed another value. */
  readonly #streaks = new Map<string, number>();

  get names(): readonly string[] {
    return [...this.#names].toSorted();
  }

  without(account: Account): Account {
    if (this.#names.size === 0 || account.attributes === undefined) return account;
    const left = Object.entries(account.attributes).filter(([name]) => !this.#names.has(name));
    return { ...account, attributes: Object.fromEntries(left) };
  }

  /** Two reads of one namespace between which nobody did anything. */
  compare(before: readonly Account[], after: readonly Account[]): void {
    for (const account of after) {
      const previous = before.find(({ id }) => id === account.id);
      const fields = previous === undefined ? [] : changedFields(previous, account);
      const alone = fields.length === 1 && fields[0] === "attributes";
      for (const [name, value] of Object.entries(account.attributes ?? {})) {
        const key = JSON.stringify([account.id, name]);
        const changed = alone && !isDeepStrictEqual(previous?.attributes?.[name], value);
        const streak = changed ? (this.#streaks.get(key) ?? 0) + 1 : 0;
        if (streak === 0) this.#streaks.delete(key);
        else this.#streaks.set(key, streak);
        if (streak >= ENOUGH) this.#names.add(name);
      }
    }
  }
}

/** What a run says at its end of attributes that it left out. */
export function adviceOnRestless(names: readonly string[]): readonly string[] {
  return names.map(
    (name) =>
      `attributes.${name} changes from read to read by itself: it was left out; take it out of observe.accounts`,
  );
}
