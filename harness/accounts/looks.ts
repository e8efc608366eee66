import { changedFields, inNamespace } from "../observe/account.ts";
import type { Account } from "../observe/snapshot.ts";
import type { Shown } from "./reading.ts";

/** One account as it was shown, from the read that first showed it to the last that did. */
interface Known {
  readonly since: number;
  shown: number;
  is: Shown;
}

/** An account that was removed; `at`: from then on, a read that shows the id shows another account. */
interface Gone {
  at: number;
  readonly known: Known | undefined;
  readonly byKit: boolean;
}

/**
 * Remembers which accounts were there at which moment, because a snapshot holds one namespace: an account of somebody
 * else that a sign-in writes this person's names into would otherwise look like one that was created. What was removed
 * is forgotten, since most databases give a free id to the next account. Reads overlap, so each has a beginning and an
 * end on a clock that counts events.
 */
export class Looks {
  readonly #known = new Map<string, Known>();
  readonly #gone = new Map<string, Gone>();
  /** Namespace -> what the last look at it showed, and when. */
  readonly #last = new Map<string, { readonly at: number; readonly ids: ReadonlySet<string> }>();
  /** Namespace -> every account that a look at it ever showed: one that comes back was not somebody else's. */
  readonly #own = new Map<string, Set<string>>();
  #clock = 0;
  #reuses = false;

  /** Whether this SP was seen to give a free id to another account. */
  get reuses(): boolean {
    return this.#reuses;
  }

  /** A read begins; what it shows may be older than what happens from now on. */
  begin(): number {
    return ++this.#clock;
  }

  /** It has ended. `whole`: the drivers do not filter, so what is not among the accounts is not there. */
  saw(begun: number, accounts: readonly Shown[], whole: boolean): void {
    const now = ++this.#clock;
    for (const account of accounts) this.#show(account, begun, now);
    if (!whole) return;
    const ids = new Set(accounts.map(({ id }) => id));
    for (const [id, known] of this.#known) {
      if (ids.has(id) || known.shown >= begun) continue;
      this.#known.delete(id);
      this.#gone.set(id, { at: now, known, byKit: false });
    }
  }

  /** The kit removes an account; to be called back when that was done, or failed. */
  removing(id: string): () => void {
    const gone: Gone = { at: Infinity, known: this.#known.get(id), byKit: true };
    this.#known.delete(id);
    this.#gone.set(id, gone);
    return () => {
      gone.at = ++this.#clock;
    };
  }

  /** Those of a namespace's accounts that were there at the last look at it, but outside it. */
  entered(ns: string, accounts: readonly Account[]): readonly string[] {
    const ids = accounts.map(({ id }) => id);
    const entered = ids.filter((id) => this.wasElsewhere(ns, id));
    this.#last.set(ns, { at: this.#clock, ids: new Set(ids) });
    const own = this.#own.get(ns) ?? new Set<string>();
    for (const id of ids) own.add(id);
    this.#own.set(ns, own);
    return entered;
  }

  /** Those of a namespace's accounts that the last look at it did not show. */
  fresh(ns: string, accounts: readonly Account[]): readonly Account[] {
    const last = this.#last.get(ns);
    return last === undefined ? accounts : accounts.filter(({ id }) => !last.ids.has(id));
  }

  /** Whether an id was ever shown, in whatever namespace. */
  everShowed(id: string): boolean {
    return this.#known.has(id) || this.#gone.has(id);
  }

  /** Whether an account was there at the last look at a namespace, outside it. */
  wasElsewhere(ns: string, id: string): boolean {
    const last = this.#last.get(ns);
    if (last === undefined || last.ids.has(id) || this.#own.get(ns)?.has(id) === true) return false;
    return (this.#known.get(id)?.since ?? Infinity) <= last.at;
  }

  /**
   * Whether what became of an account of a namespace is the doing of others: it is shown as somebody else's now, or with
   * something of somebody else's in what changed, or the kit removed it, which was cleaning up after another check.
   */
  isOthersDoing(ns: string, before: Account, now: Account | undefined): boolean {
    const known = this.#known.get(before.id);
    if (now === undefined) {
      const isElsewhere = known !== undefined && !inNamespace(known.is.account(), ns);
      return isElsewhere || this.#gone.get(before.id)?.byKit === true;
    }
    const changed = JSON.stringify(
      changedFields(before, now).map((field) => now[field as keyof Account]),
    ).toLowerCase();
    return [...this.#last.keys()].some((other) => other !== ns && changed.includes(other.toLowerCase()));
  }

  #show(is: Shown, begun: number, now: number): void {
    const { id } = is;
    const gone = this.#gone.get(id);
    if (gone !== undefined && begun < gone.at) return;
    const known = this.#known.get(id);
    if (known !== undefined) {
      known.shown = now;
      known.is = is;
      return;
    }
    this.#gone.delete(id);
    const before = gone?.known;
    // An SP may keep what it was told to remove, inactive.
    const same = before !== undefined && isSamePerson(before.is.account(), is.account());
    if (before !== undefined && !same) this.#reuses = true;
    this.#known.set(id, { since: same ? before.since : now, shown: now, is });
  }
}

/** What may have changed of an account that is made inactive. */
const REVOKED: readonly string[] = ["active", "roles", "memberships"];

function isSamePerson(one: Account, other: Account): boolean {
  return changedFields(one, other).every((field) => REVOKED.includes(field));
}
