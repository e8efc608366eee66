import { inNamespace } from "../observe/account.ts";
import type { Account, Snapshot } from "../observe/snapshot.ts";
import { observeError } from "./error.ts";
import { filters } from "./filters.ts";
import { normalizeRow, UnfitValue } from "./normalize.ts";
import { mergeReads, type DriverRead, type MergedAccount } from "./merge.ts";
import type { AccountsReader, Blank, Other, Row } from "./port.ts";

/** An account that a driver showed; what it shows of one that is nobody's of interest is read where that is asked. */
export interface Shown {
  readonly id: string;
  account(): Account;
}

/** All accounts that the drivers showed at one moment, and what of them is a namespace's. */
export interface Read {
  /** When it was begun, in milliseconds since the epoch. */
  readonly at: number;
  /** Every account; of these the ones that are read whole: all of the first read, later whatever may be the namespace's. */
  readonly shown: readonly Shown[];
  readonly whole: readonly MergedAccount[];
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
  #isFirst = true;

  constructor(readers: readonly AccountsReader[]) {
    this.#readers = readers;
    this.whole = readers.every(({ driver }) => !filters(driver));
  }

  /** `everybody`: nobody's account is left unread, as at the first read. Throws ERR_OBSERVE. */
  async read(ns: string, everybody = this.#isFirst): Promise<Read> {
    const at = Date.now();
    const looks = await Promise.all(this.#readers.map((reader) => this.#look(reader, ns, everybody)));
    this.#isFirst = false;
    const ids = new Set(looks.flatMap(({ rows }) => rows.map(({ id }) => String(id))));
    const unread = new Unread();
    const reads = looks.map(({ reader, rows, others }): DriverRead => {
      const more: Row[] = [];
      for (const other of others)
        if (ids.has(other.id)) more.push(...this.#normal(reader, other.rows()));
        else unread.add(reader, other);
      return { ...partOf(reader), rows: [...rows, ...more] };
    });
    const whole = mergeReads(reads);
    const shown = whole.map(({ account }) => ({ id: account.id, account: () => account }));
    return {
      at,
      shown: [...shown, ...unread.all((reader, rows) => this.#normal(reader, rows))],
      whole,
      mine: whole.filter(({ account }) => inNamespace(account, ns)),
    };
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

  async #look(reader: AccountsReader, ns: string, everybody: boolean) {
    const { rows, others } = everybody ? { rows: await reader.read(ns), others: [] } : await reader.look(ns);
    if (rows.length > 0) this.#note(reader);
    return { reader, rows: this.#normal(reader, rows), others };
  }

  #normal(reader: AccountsReader, rows: readonly Row[]): Row[] {
    try {
      return rows.map(normalizeRow);
    } catch (error) {
      if (!(error instanceof UnfitValue)) throw error;
      throw observeError(reader, error.message, error.hint, error);
    }
  }
}

function partOf(reader: AccountsReader): Omit<DriverRead, "rows"> {
  return { driver: reader.name, collected: Object.keys(reader.driver.collect) };
}

type Part = readonly [reader: AccountsReader, other: Other];

/** Accounts whose rows nobody has read yet. */
class Unread {
  readonly #parts = new Map<string, Part[]>();

  add(reader: AccountsReader, other: Other): void {
    const parts = this.#parts.get(other.id);
    if (parts === undefined) this.#parts.set(other.id, [[reader, other]]);
    else parts.push([reader, other]);
  }

  /** `rows`: how a driver's rows are read. */
  all(rows: (reader: AccountsReader, rows: readonly Row[]) => Row[]): Shown[] {
    const all: Shown[] = [];
    for (const [id, parts] of this.#parts) all.push({ id, account: () => this.#read(id, parts, rows) });
    return all;
  }

  /** Of several with one id the first: who asks compares it with what the id showed before. */
  #read(id: string, parts: readonly Part[], rows: (reader: AccountsReader, rows: readonly Row[]) => Row[]): Account {
    const reads = parts.map(([reader, other]) => ({ ...partOf(reader), rows: rows(reader, other.rows()) }));
    return mergeReads(reads)[0]?.account ?? { id, seen_by: {} };
  }
}

/** What a look shows of a read. Of an id that is not `repeated` for sure, one account is shown. */
export function snapshotOf(
  { at, whole, mine }: Read,
  repeated: ReadonlySet<string>,
  shown: (account: Account) => Account,
): Snapshot {
  const accounts = mine
    .map(({ account }) => shown(account))
    .filter(({ id }, index, list) => repeated.has(id) || list.findIndex((other) => other.id === id) === index)
    .toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const own = new Set(mine);
  const others = whole.filter((one) => one.repeated && !own.has(one)).map(({ account }) => account.id);
  const shared = [...new Set(others)].filter((id) => repeated.has(id));
  return { at, accounts, ...(shared.length === 0 ? {} : { shared }) };
}
