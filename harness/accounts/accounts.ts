import { setTimeout as pause } from "node:timers/promises";
import { defined } from "../defined.ts";
import { beginning } from "../beginning.ts";
import { JitterbugError } from "../errors.ts";
import { sameSnapshot } from "../observe/account.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { Complete } from "./complete.ts";
import { Lag } from "./lag.ts";
import { Looks } from "./looks.ts";
import type { MergedAccount } from "./merge.ts";
import type { AccountsReader, Blank, Look, Overview } from "./port.ts";
import { Reading, snapshotOf, type Read } from "./reading.ts";
import { Restless } from "./restless.ts";

/** What repeats an id on a page that moved does not do so time and again. */
const READS_AGAIN = 4;
const FIRST_POLL_MS = 10;
const LONGEST_POLL_MS = 250;

/** The SP's accounts, through all drivers of the target, each look once they have come to rest. */
export class Accounts {
  readonly lag: Lag;
  readonly #reading: Reading;
  readonly #looks = new Looks();
  readonly #restless = new Restless();
  readonly #complete: Complete;
  /** Ids that were shown of more than one account, again and again. */
  readonly #repeats = new Set<string>();

  /** `settle`: the longest that the SP may be behind, in seconds. */
  constructor(settle: number, readers: readonly AccountsReader[]) {
    this.lag = new Lag(settle * 1_000);
    this.#reading = new Reading(readers);
    this.#complete = new Complete(this.#reading.perAccount);
  }

  /** The accounts of a namespace, once they have come to rest. Throws ERR_OBSERVE. */
  async snapshot(ns: string, look: Look = {}): Promise<Snapshot> {
    const rested = await this.#rested(ns, look);
    const { accounts, shared = [] } = rested;
    const entered = this.#looks.entered(ns, accounts).filter((id) => !shared.includes(id));
    const left_out = this.#restless.names;
    return {
      ...rested,
      ...(entered.length === 0 ? {} : { entered }),
      ...(left_out.length === 0 ? {} : { left_out }),
    };
  }

  /**
   * How late the accounts of a namespace may be, where they have become others than a look at it showed though nobody
   * did anything after `since`; 0 where only an attribute changes by itself, null where nothing did. Throws ERR_OBSERVE.
   */
  async changedSince(ns: string, last: Snapshot, since: number): Promise<number | null> {
    let before = this.#shown(last);
    for (let reads = 0; ; reads++) {
      const now = await this.#consistent(ns);
      this.#restless.compare(before.accounts, now.accounts);
      if (sameSnapshot(this.#shown(before), this.#shown(now))) break;
      if (reads === READS_AGAIN * 2) break;
      before = now;
      await pause(FIRST_POLL_MS);
    }
    // What came by somebody else's sign-in did not come late.
    const current = (id: string) => before.accounts.find((one) => one.id === id);
    if (last.accounts.some((one) => this.#looks.isOthersDoing(ns, one, current(one.id)))) return null;
    if (!sameSnapshot(this.#shown(last), this.#shown(before))) return Date.now() - since;
    return this.#restless.names.length > (last.left_out?.length ?? 0) ? 0 : null;
  }

  /** As the drivers show them now, whoever's they are. Throws ERR_OBSERVE. */
  async overview(ns: string): Promise<Overview> {
    const { whole } = await this.#reading.read(ns, true);
    return { accounts: whole.map(({ account }) => account), blanks: this.#reading.blanks };
  }

  /** The kit removes an account; to be called back when that was done, or failed. */
  removing(id: string): () => void {
    return this.#looks.removing(id);
  }

  /** Whether the SP was seen to give the id of an account that is gone to another one. */
  get reusesIds(): boolean {
    return this.#looks.reuses;
  }

  /** Attributes that change from read to read by themselves. */
  get restless(): readonly string[] {
    return this.#restless.names;
  }

  get neverFound(): readonly Blank[] {
    return this.#reading.neverFound;
  }

  close(): Promise<void> {
    return this.#reading.close();
  }

  /** Nothing has changed for longer than anything was ever late here; at an SP that never was late, the first read. */
  async #rested(ns: string, look: Look): Promise<Snapshot> {
    const { since = Date.now(), ended = Date.now() } = look;
    const first = await this.#awaited(ns, look, since);
    let current = first;
    const { stillnessMs, boundMs } = this.lag;
    if (stillnessMs === 0) return current;
    const begun = Date.now();
    let quietSince = ended;
    let late = 0;
    for (
      let wait = FIRST_POLL_MS;
      current.at - quietSince < stillnessMs;
      wait = Math.min(wait * 1.5, LONGEST_POLL_MS)
    ) {
      if (Date.now() - begun > boundMs) throw unsettled(ns, boundMs);
      await pause(Math.max(1, Math.min(wait, quietSince + stillnessMs - Date.now())));
      const next = await this.#consistent(ns);
      this.#restless.compare(current.accounts, next.accounts);
      if (!sameSnapshot(this.#shown(current), this.#shown(next))) {
        late = next.at - since;
        quietSince = next.at;
      }
      current = this.#shown(next);
    }
    this.lag.met(late);
    const { missed } = first;
    return { ...current, still_ms: current.at - quietSince, ...defined({ missed }) };
  }

  /** Read until what must come is shown, or patience ends. */
  async #awaited(ns: string, { shows = [], awaits }: Look, since: number): Promise<Snapshot> {
    const late = ({ accounts }: Snapshot) => this.#complete.missing(this.#looks.fresh(ns, accounts));
    const isThere = (seen: Snapshot) =>
      shows.every((id) => seen.accounts.some((one) => one.id === id) || this.#looks.wasElsewhere(ns, id)) &&
      (awaits === undefined || awaits(seen.accounts)) &&
      late(seen).length === 0;
    const missing = (seen: Snapshot): Snapshot => {
      this.lag.missed();
      this.#complete.giveUp(late(seen));
      const ids = shows.filter((id) => !seen.accounts.some((one) => one.id === id));
      if (ids.length === 0) return seen;
      const unlisted = this.#reading.whole && !ids.some((id) => this.#looks.everShowed(id));
      return { ...seen, missed: { ids, ms: Date.now() - began, unlisted } };
    };
    let seen = await this.#consistent(ns);
    const began = Date.now();
    const until = began + this.lag.patienceMs;
    for (let wait = FIRST_POLL_MS; !isThere(seen); wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
      if (Date.now() >= until) return missing(seen);
      await pause(wait);
      seen = await this.#consistent(ns);
      if (isThere(seen)) this.lag.met(Date.now() - since);
    }
    return seen;
  }

  /**
   * Read until no driver contradicts another about an account of the namespace, and what repeats an id there does so
   * every time: a page that is read while an account is made may show the last one of the page before again.
   */
  async #consistent(ns: string): Promise<Snapshot> {
    const begun = Date.now();
    /** How often an id was repeated, read after read. */
    const times = new Map<string, number>();
    for (let attempt = 0; ; attempt++) {
      const read = await this.#read(ns);
      const torn = read.mine.find(({ contradictions }) => contradictions.length > 0);
      const alike = new Set(read.mine.flatMap(({ account, repeated }) => (repeated ? [account.id] : [])));
      for (const id of alike) times.set(id, (times.get(id) ?? 0) + 1);
      const repeated = new Set([...alike].filter((id) => times.get(id) === attempt + 1));
      const sure = attempt >= READS_AGAIN || [...repeated].every((id) => this.#repeats.has(id));
      if (torn === undefined && sure) {
        for (const id of repeated) this.#repeats.add(id);
        return snapshotOf(read, repeated, (account) => this.#restless.without(account));
      }
      // One driver may lag behind the other.
      if (torn !== undefined && Date.now() - begun > this.lag.patienceMs) {
        this.lag.missed();
        throw contradiction(torn);
      }
      await pause(Math.min(FIRST_POLL_MS * 2 ** attempt, LONGEST_POLL_MS));
    }
  }

  async #read(ns: string): Promise<Read> {
    const begun = this.#looks.begin();
    const read = await this.#reading.read(ns);
    this.#looks.saw(begun, read.shown, this.#reading.whole);
    this.#complete.first(read.whole.map(({ account }) => account));
    return read;
  }

  #shown(snapshot: Snapshot): Snapshot {
    return { ...snapshot, accounts: snapshot.accounts.map((account) => this.#restless.without(account)) };
  }
}

function unsettled(ns: string, ms: number): JitterbugError {
  return new JitterbugError(
    "ERR_OBSERVE",
    `the accounts of ${ns} were still changing after ${Number((ms / 1_000).toFixed(1))} s`,
    {
      hint: "raise observe.settle, or leave out fields that change by themselves",
    },
  );
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
