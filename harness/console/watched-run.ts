import { deflateRawSync, inflateRawSync } from "node:zlib";
import {
  checkEntry,
  Collector,
  outline,
  stepEntries,
  summarize,
  type CheckEntry,
  type ReportDocument,
} from "../report/index.ts";
import type { Reporter, RunEvent } from "../report/events.ts";
import type { Api } from "./server.ts";

/** A check in a line, as far as it is known. */
type Row = Pick<
  CheckEntry,
  "name" | "id" | "title" | "protocol" | "pack" | "verdict" | "reason" | "known" | "follows_from"
>;

interface Progress {
  readonly state: "running" | "ended";
  readonly planned: number;
  /** What the run is at, before its first check. */
  readonly phase: string;
  /** Names of the checks that are being driven. */
  readonly going: readonly string[];
  /** Of the plan: what the page can be narrowed to. */
  readonly protocols: readonly string[];
  readonly packs: readonly string[];
}

/** More than are ever driven at once are not told of. */
const MOST_GOING = 12;
const NOTHING: Progress = { state: "running", planned: 0, phase: "", going: [], protocols: [], packs: [] };

/**
 * A run that goes on elsewhere, for a page to look on: each check once it is judged, and all that was seen of it. Another
 * `run_started` begins anew.
 */
export class WatchedRun implements Api, Reporter {
  readonly name = "page";
  readonly #version: string;
  readonly #listeners = new Set<(event: object) => void>();
  #collector = new Collector();
  #run: ReportDocument;
  #progress = NOTHING;
  #rows = new Map<string, Row>();
  /** Of each check: as JSON, packed, since what went over the wire of thousands is much. */
  #details = new Map<string, Buffer>();

  constructor(version: string) {
    this.#version = version;
    this.#run = blank(version);
  }

  listen(told: (event: object) => void): () => void {
    this.#listeners.add(told);
    told(this.#whole());
    return () => this.#listeners.delete(told);
  }

  answer(method: string, [what, name, ...more]: readonly string[]): Promise<object | null> {
    const found = name === undefined ? undefined : this.#details.get(name);
    if (method !== "GET" || what !== "checks" || found === undefined || more.length > 0) return Promise.resolve(null);
    return Promise.resolve(unpacked(found));
  }

  on(event: RunEvent): void {
    if (event.type === "run_started") this.#begin();
    const whole = this.#collector.add(event);
    if (whole !== null) {
      this.#run = outline(whole, this.#version);
      this.#progress = { ...this.#progress, state: "ended", phase: "", going: [] };
      for (const { check, verdict } of whole.checks) this.#settle(check.name, verdict.follows_from ?? null);
      this.#tell(this.#whole());
    } else if (event.type === "check_finished") this.#judged(event);
    else if (event.type === "check_started") this.#goes(event.check.name, true);
    else if (event.type === "phase") this.#turn({ phase: event.text });
    else if (event.type === "run_started") this.#planned(event);
    else if (event.type === "warning") this.#note({ warnings: [...this.#run.warnings, event.text] });
    else if (event.type === "doctor") this.#note({ findings: [...this.#run.findings, ...event.findings] });
  }

  #begin(): void {
    this.#collector = new Collector();
    this.#run = blank(this.#version);
    this.#progress = NOTHING;
    this.#rows = new Map();
    this.#details = new Map();
  }

  #planned({ at, target, seed, plan }: Extract<RunEvent, { type: "run_started" }>): void {
    const { checks, not_offered } = plan;
    this.#run = { ...this.#run, target, seed, started_at: new Date(at).toISOString(), not_offered };
    this.#progress = {
      ...this.#progress,
      planned: checks.length,
      protocols: [...new Set(checks.map(({ protocol }) => protocol))],
      packs: [...new Set(checks.map(({ pack }) => pack))],
    };
    this.#tell(this.#whole());
  }

  #judged(event: Extract<RunEvent, { type: "check_finished" }>): void {
    const entry = checkEntry(event, stepEntries(event, true));
    const { name, id, title, protocol, pack, verdict, reason, known, follows_from } = entry;
    const row = { name, id, title, protocol, pack, verdict, reason, known, follows_from };
    this.#details.set(name, packed(entry));
    // Of one that is driven again what was told last holds.
    this.#rows.set(name, row);
    this.#run = { ...this.#run, summary: summarize([...this.#rows.values()].map((one) => one.verdict)) };
    this.#goes(name, false);
    this.#tell({ type: "check", row, summary: this.#run.summary });
  }

  /** Which check it follows from is known once all are. */
  #settle(name: string, follows_from: string | null): void {
    const row = this.#rows.get(name);
    const found = this.#details.get(name);
    if (row === undefined || found === undefined || row.follows_from === follows_from) return;
    this.#rows.set(name, { ...row, follows_from });
    this.#details.set(name, packed({ ...unpacked(found), follows_from }));
  }

  #goes(name: string, begins: boolean): void {
    const others = this.#progress.going.filter((one) => one !== name);
    this.#turn({ phase: "", going: begins ? [...others, name].slice(-MOST_GOING) : others });
  }

  #turn(more: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...more };
    this.#tell({ type: "progress", progress: this.#progress });
  }

  #note(more: Partial<ReportDocument>): void {
    this.#run = { ...this.#run, ...more };
    this.#tell({ type: "run", run: this.#run });
  }

  #whole(): object {
    return { type: "whole", run: this.#run, progress: this.#progress, rows: [...this.#rows.values()] };
  }

  #tell(event: object): void {
    for (const told of this.#listeners) told(event);
  }
}

function packed(entry: CheckEntry): Buffer {
  return deflateRawSync(JSON.stringify(entry), { level: 1 });
}

function unpacked(packed: Buffer): CheckEntry {
  return JSON.parse(inflateRawSync(packed).toString()) as CheckEntry;
}

/** Before anything is known. */
function blank(version: string): ReportDocument {
  const finished = { type: "run_finished" as const, at: Date.now(), duration_ms: 0, partial: false };
  return outline({ checks: [], warnings: [], findings: [], finished }, version);
}
