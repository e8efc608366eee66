import type { Place } from "../errors.ts";
import type { Account } from "../observe/snapshot.ts";
import type { AccountsDriver } from "../scenario/model/index.ts";

/** One account as a driver shows it: field (`email`, `attributes.department`) -> value, neither normalized nor filtered. */
export type Row = { readonly [field: string]: unknown };

/** One accounts driver of a target file, bound: http, sql, scim or exec behind one contract. */
export interface AccountsReader {
  /** `http`, `sql 2` ... */
  readonly name: string;
  /** Its entry of the target file. */
  readonly driver: AccountsDriver;
  /** Rows as the driver sees them, mapped to account fields; the kit filters and merges. Throws ERR_OBSERVE. */
  read(ns: string): Promise<readonly Row[]>;
  /** The same, but what cannot be the namespace's is left unread: an SP may have very many accounts. Throws likewise. */
  look(ns: string): Promise<Looked>;
  /** What the last read found nothing for. */
  blanks(): readonly Blank[];
  close(): Promise<void>;
}

/** What a driver shows of a namespace at one moment. */
export interface Looked {
  /** Whatever may be of the namespace: each row of every id of which one holds it anywhere. */
  readonly rows: readonly Row[];
  readonly others: readonly Other[];
}

/** The rows of an id in none of which the namespace stands. */
export interface Other {
  readonly id: string;
  readonly rows: () => readonly Row[];
}

/** What a look at the accounts comes after, in milliseconds since the epoch, and what it waits for. */
export interface Look {
  /** When what is to be seen may have been done at the earliest; left out: now. */
  readonly since?: number;
  /** When everything had been done; left out: now. */
  readonly ended?: number;
  /** Ids of accounts that must come to be shown. */
  readonly shows?: readonly string[];
  /** What else must come to be. */
  readonly awaits?: (accounts: readonly Account[]) => boolean;
}

/** What the accounts drivers show at one moment, unfiltered, and which of their paths found nothing in it. */
export interface Overview {
  readonly accounts: readonly Account[];
  readonly blanks: readonly Blank[];
}

/** A path of an accounts driver's `map` that found nothing in any account. */
export interface Blank {
  readonly driver: string;
  readonly field: string;
  readonly path: string;
  /** The paths that one account has, for a person to choose from. */
  readonly has: string;
  /** The one path that is meant, where what the accounts hold leaves no doubt. */
  readonly near?: string;
  readonly place: Place;
}
