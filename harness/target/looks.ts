import type { Account } from "../observe/snapshot.ts";

/**
 * Remembers which accounts were there at which moment, because a snapshot holds one namespace: an account of somebody
 * else that a sign-in writes this person's names into would otherwise look like one that was created.
 */
export class Looks {
  /** Account id -> the number of the read that first showed it, in whatever namespace. */
  readonly #firstSeen = new Map<string, number>();
  /** Namespace -> what the last look at it showed, and the number of the last read until then. */
  readonly #last = new Map<string, { readonly read: number; readonly ids: ReadonlySet<string> }>();
  #reads = 0;

  /** One read of all that the drivers show. */
  saw(ids: readonly string[]): void {
    this.#reads++;
    for (const id of ids) if (!this.#firstSeen.has(id)) this.#firstSeen.set(id, this.#reads);
  }

  /** Those of a namespace's accounts that were there at the last look at it, but outside it. */
  entered(ns: string, accounts: readonly Account[]): readonly string[] {
    const last = this.#last.get(ns);
    const ids = accounts.map(({ id }) => id);
    this.#last.set(ns, { read: this.#reads, ids: new Set(ids) });
    if (last === undefined) return [];
    return ids.filter((id) => !last.ids.has(id) && (this.#firstSeen.get(id) ?? Infinity) <= last.read);
  }
}
