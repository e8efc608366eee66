import { inNamespace } from "../observe/account.ts";
import type { Account, Snapshot } from "../observe/snapshot.ts";
import { observeError } from "./error.ts";
import { filters } from "./filters.ts";
import { normalizeRow, UnfitValue } from "./normalize.ts";
import { mergeReads, type DriverRead, type MergedAccount } from "./merge.ts";
import type { AccountsReader, Blank } from "./port.ts";

/** All accounts that the drivers showed at one moment, and what of them is a namespace's. */
export interface Read {
  /** When it was begun, in milliseconds since the epoch. */
  readonly at: number;
  readonly all: readonly MergedAccount[];
  readonly mine: readonly MergedAccount[];
}

/** One read after another through all drivers of a target, merged to accounts. */
export class Reading {
  /** Whether every driver shows all accounts, whatever the namespace. */
  readonly whole: boolean;
  readonly #readers: readonly AccountsReader[];
  /** `DRIVER FIELD` of what was found once, and of what was looked for in vain until now. */
  readonly #found = new Set<string>();
  readonly #missing = new Map<string, Blank>();

  constructor(readers: readonly AccountsReader[]) {
    this.#readers = readers;
    this.whole = readers.every(({ driver }) => !filters(driver));
  }

  /** Throws ERR_OBSERVE. */
  async read(ns: string): Promise<Read> {
    const at = Date.now();
    const reads = await Promise.all(this.#readers.map((reader) => this.#readOne(reader, ns)));
    const all = mergeReads(reads);
    return { at, all, mine: all.filter(({ account }) => inNamespace(account, ns)) };
  }

  /** The names of the drivers that show a row for each account they know of. */
  get perAccount(): readonly string[] {
    return this.#readers.filter(({ driver }) => Object.keys(driver.collect).length === 0).map(({ name }) => name);
  }

  /** What the last read found nothing for. */
  get blanks(): readonly Blank[] {
    return this.#readers.flatMap((reader) => reader.blanks());
  }

  /** The paths that found nothing in any account that was ever read; none where no account was. */
  get neverFound(): readonly Blank[] {
    return [...this.#missing.values()];
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()));
  }

  #note(reader: AccountsReader): void {
    const blanks = new Map(reader.blanks().map((blank) => [blank.field, blank]));
    for (const field of Object.keys(reader.driver.map)) {
      const key = `${reader.name} ${field}`;
      const blank = blanks.get(field);
      if (blank === undefined) this.#found.add(key);
      if (this.#found.has(key)) this.#missing.delete(key);
      else if (blank !== undefined) this.#missing.set(key, blank);
    }
  }

  async #readOne(reader: AccountsReader, ns: string): Promise<DriverRead> {
    const rows = await reader.read(ns);
    if (rows.length > 0) this.#note(reader);
    try {
      return { driver: reader.name, rows: rows.map(normalizeRow), collected: Object.keys(reader.driver.collect) };
    } catch (error) {
      if (!(error instanceof UnfitValue)) throw error;
      throw observeError(reader, error.message, error.hint, error);
    }
  }
}

/** What a look shows of a read. Of an id that is not `repeated` for sure, one account is shown. */
export function snapshotOf(
  { at, all, mine }: Read,
  repeated: ReadonlySet<string>,
  shown: (account: Account) => Account,
): Snapshot {
  const accounts = mine
    .map(({ account }) => shown(account))
    .filter(({ id }, index, list) => repeated.has(id) || list.findIndex((other) => other.id === id) === index)
    .toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const own = new Set(mine);
  const others = all.filter((one) => one.repeated && !own.has(one)).map(({ account }) => account.id);
  const shared = [...new Set(others)].filter((id) => repeated.has(id));
  return { at, accounts, ...(shared.length === 0 ? {} : { shared }) };
}
