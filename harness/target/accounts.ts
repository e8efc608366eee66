import { setTimeout as pause } from "node:timers/promises";
import { JitterbugError } from "../errors.ts";
import { inNamespace, sameSnapshot } from "../observe/account.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { AccountsDriver, Observe } from "../scenario/model/index.ts";
import { beginning, observeError, type DriverContext } from "./drivers/context.ts";
import { filters } from "./drivers/filters.ts";
import { openReaders } from "./drivers/index.ts";
import { normalizeRow, UnfitValue } from "./drivers/normalize.ts";
import { mergeReads, type DriverRead, type MergedAccount } from "./merge.ts";
import { Looks } from "./looks.ts";
import type { AccountsReader, Blank, Overview } from "./port.ts";

/** Reads of one account that contradict each other may be reads of two moments: they are made again so many times. */
const READS_AGAIN = 4;
/** A queue is taken to be empty when the accounts stood still for this share of `observe.settle`. */
const QUIET_SHARE = 0.2;
const FIRST_POLL_MS = 50;

/** The SP's accounts, through all drivers of the target. */
export class Accounts {
  readonly #readers: readonly { readonly reader: AccountsReader; readonly driver: AccountsDriver }[];
  readonly #context: Omit<DriverContext, "name">;
  readonly #settleMs: number;
  readonly #looks = new Looks();
  /** Ids that were shown of more than one account, again and again. */
  readonly #repeats = new Set<string>();
  /** Whether every driver shows all accounts, whatever the namespace. */
  readonly #showAll: boolean;
  /** `DRIVER FIELD` of what was found once, and of what was looked for in vain until now. */
  readonly #found = new Set<string>();
  readonly #missing = new Map<string, Blank>();

  constructor(observe: Observe, context: Omit<DriverContext, "name">) {
    this.#context = context;
    this.#settleMs = observe.settle * 1_000;
    this.#showAll = observe.accounts.every((driver) => !filters(driver));
    const readers = openReaders(observe.accounts, context);
    this.#readers = observe.accounts.flatMap((driver, at) => {
      const reader = readers[at];
      return reader === undefined ? [] : [{ reader, driver }];
    });
  }

  /** The accounts of a namespace, once the SP has settled. Throws ERR_OBSERVE. */
  async snapshot(ns: string): Promise<Snapshot> {
    const settled = await this.#settled(ns);
    const { accounts, shared = [] } = settled;
    const entered = this.#looks.entered(ns, accounts).filter((id) => !shared.includes(id));
    return entered.length === 0 ? settled : { ...settled, entered };
  }

  /** As the drivers show them now, whoever's they are. Throws ERR_OBSERVE. */
  async overview(ns: string): Promise<Overview> {
    const merged = await this.#read(ns);
    return {
      accounts: merged.map(({ account }) => account),
      blanks: this.#readers.flatMap(({ reader }) => reader.blanks()),
    };
  }

  /** The kit removes an account; to be called back when that was done, or failed. */
  removing(id: string): () => void {
    return this.#looks.removing(id);
  }

  /** Whether the SP was seen to give the id of an account that is gone to another one. */
  get reusesIds(): boolean {
    return this.#looks.reuses;
  }

  /** The paths that found nothing in any account that was ever read; none where no account was. */
  get neverFound(): readonly Blank[] {
    return [...this.#missing.values()];
  }

  async #settled(ns: string): Promise<Snapshot> {
    let current = await this.#consistent(ns);
    if (this.#settleMs === 0) return current;
    const deadline = Date.now() + this.#settleMs;
    let quietSince = Date.now();
    for (let wait = FIRST_POLL_MS; ; wait *= 1.5) {
      await pause(Math.min(wait, Math.max(1, deadline - Date.now())));
      const next = await this.#consistent(ns);
      if (!sameSnapshot(current, next)) quietSince = Date.now();
      else if (Date.now() - quietSince >= this.#settleMs * QUIET_SHARE) return next;
      current = next;
      if (Date.now() > deadline) {
        throw new JitterbugError(
          "ERR_OBSERVE",
          `the accounts of ${ns} were still changing after ${this.#settleMs / 1_000} s`,
          {
            hint: "raise observe.settle, or leave out fields that change by themselves (last_seen_at)",
          },
        );
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map(({ reader }) => reader.close()));
  }

  /**
   * Read until no driver contradicts another about an account of the namespace, and what repeats an id there does so
   * every time: a page that is read while an account is made may show the last one of the page before again.
   */
  async #consistent(ns: string): Promise<Snapshot> {
    let repeated: ReadonlySet<string> | null = null;
    for (let attempt = 0; ; attempt++) {
      const at = Date.now();
      const begun = this.#looks.begin();
      const all = await this.#read(ns);
      this.#looks.saw(
        begun,
        all.map(({ account }) => account),
        this.#showAll,
      );
      const merged = all.filter(({ account }) => inNamespace(account, ns));
      const torn = merged.find(({ contradictions }) => contradictions.length > 0);
      const alike = new Set(merged.flatMap(({ account, repeated: is }) => (is ? [account.id] : [])));
      repeated = new Set([...alike].filter((id) => repeated === null || repeated.has(id)));
      const sure = [...repeated].every((id) => this.#repeats.has(id));
      if (torn === undefined && (sure || attempt === READS_AGAIN)) {
        for (const id of repeated) this.#repeats.add(id);
        return snapshotOf(at, all, merged, repeated);
      }
      if (attempt === READS_AGAIN && torn !== undefined) throw contradiction(torn);
      await pause(FIRST_POLL_MS * (attempt + 1));
    }
  }

  async #read(ns: string): Promise<MergedAccount[]> {
    const reads = await Promise.all(this.#readers.map(({ reader, driver }) => this.#readOne(reader, driver, ns)));
    return mergeReads(reads);
  }

  #note(reader: AccountsReader, driver: AccountsDriver): void {
    const blanks = new Map(reader.blanks().map((blank) => [blank.field, blank]));
    for (const field of Object.keys(driver.map)) {
      const key = `${reader.name} ${field}`;
      const blank = blanks.get(field);
      if (blank === undefined) this.#found.add(key);
      if (this.#found.has(key)) this.#missing.delete(key);
      else if (blank !== undefined) this.#missing.set(key, blank);
    }
  }

  async #readOne(reader: AccountsReader, driver: AccountsDriver, ns: string): Promise<DriverRead> {
    const rows = await reader.read(ns);
    if (rows.length > 0) this.#note(reader, driver);
    try {
      return { driver: reader.name, rows: rows.map(normalizeRow), collected: Object.keys(driver.collect) };
    } catch (error) {
      if (!(error instanceof UnfitValue)) throw error;
      throw observeError({ ...this.#context, name: reader.name }, driver, error.message, error.hint, error);
    }
  }
}

/** Of an id that is not repeated for sure, one account is shown. */
function snapshotOf(
  at: number,
  all: readonly MergedAccount[],
  merged: readonly MergedAccount[],
  repeated: ReadonlySet<string>,
): Snapshot {
  const accounts = merged
    .map(({ account }) => account)
    .filter(({ id }, index, list) => repeated.has(id) || list.findIndex((other) => other.id === id) === index)
    .toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const mine = new Set(merged);
  const others = all.filter((one) => one.repeated && !mine.has(one)).map(({ account }) => account.id);
  const shared = [...new Set(others)].filter((id) => repeated.has(id));
  return { at, accounts, ...(shared.length === 0 ? {} : { shared }) };
}

function contradiction({ account, contradictions }: MergedAccount): JitterbugError {
  const [first] = contradictions;
  const told = first === undefined ? "" : ` ${first.field}: ${shown(first.one)}, but ${shown(first.other)}`;
  return new JitterbugError("ERR_OBSERVE", `two drivers contradict each other about account ${account.id}:${told}`, {
    hint: "let one of them alone show the field, or correct its map",
  });
}

function shown({ driver, value }: { readonly driver: string; readonly value: unknown }): string {
  return `${driver} shows ${beginning(JSON.stringify(value) ?? "nothing", 80)}`;
}
