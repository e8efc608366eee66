import { JitterbugError } from "../../errors.ts";
import type { Check } from "../../plan/check.ts";
import type { Finding, RunEvent } from "../../report/events.ts";
import { WireReader } from "../../report/wire/read.ts";
import { deal } from "./deal.ts";
import { Hired, type HiredOptions } from "./hired.ts";
import { hasCommonLines, withoutCommonLines } from "./own-lines.ts";
import type { Report, Work } from "./port.ts";
import { errorOf } from "./told.ts";

export interface WorkforceOptions extends Pick<HiredOptions, "command" | "environment"> {
  readonly workers: number;
  /** For all of them alike. */
  readonly work: Omit<Work, "select"> & { readonly select: Omit<Work["select"], "names"> };
  /** What each of them tells of a run, in the words of one: the plan, the doctor and the end are left to the caller. */
  readonly on: (event: RunEvent) => Promise<void>;
}

/** One of the workers, with what is known of its part. */
interface Part {
  readonly hired: Hired;
  readonly number: number;
  /** The first finds nothing done that is done once. */
  readonly who: "first" | "other";
  /** Names of the checks that it has not told the verdict of. */
  readonly left: Set<string>;
  readonly reader: WireReader;
  /** The doctor's, at its SP; null until it has been there. */
  findings: readonly Finding[] | null;
  /** It said itself that it had come to its end. */
  ended: boolean;
  /** It drives what must be alone, once nobody else drives. */
  waits: boolean;
}

/**
 * Workers, each with an SP of its own, that share the checks of a run. What they tell is put together to the events of
 * one run. A worker that dies is told of, and another is hired for what it left, once.
 */
export class Workforce {
  readonly #options: WorkforceOptions;
  readonly #parts: Part[] = [];
  readonly #warned = new Set<string>();
  /** Told before the doctor of each had been at its SP. */
  readonly #early: RunEvent[] = [];
  readonly #over = Promise.withResolvers<void>();
  /** What is told goes out in the order in which it came. */
  #telling: Promise<void> = Promise.resolve();
  #examined = false;
  #brokenOff: JitterbugError | null = null;
  #failure: unknown = null;
  #replaced = false;
  #stopped = false;
  #expected = 0;
  /** Who begins once the first has done what is done once. */
  #waiting: readonly (readonly Check[])[] = [];

  constructor(options: WorkforceOptions) {
    this.#options = options;
  }

  /** Resolves, when all have ended, to why one of them broke off, where its SP is to blame. Throws what kept one of them from making its run, and ERR_INTERNAL where workers died. */
  async work(checks: readonly Check[]): Promise<JitterbugError | null> {
    const hands = deal(checks, this.#options.workers).filter((hand) => hand.length > 0);
    const [first, ...others] = hands;
    if (first === undefined) return null;
    this.#expected = hands.length;
    this.#hire(first, "first");
    this.#waiting = others;
    if (!hasCommonLines(this.#options.work.target)) this.#hireOthers();
    await this.#over.promise;
    await this.#telling;
    if (this.#failure !== null) throw this.#failure;
    return this.#brokenOff;
  }

  /** Ends all of them in good order; what they told stays told. */
  async close(): Promise<void> {
    this.#stopped = true;
    this.#waiting = [];
    await Promise.all(this.#parts.map(({ hired }) => hired.end()));
    this.#settle();
  }

  #hireOthers(): void {
    const hands = this.#waiting;
    this.#waiting = [];
    for (const hand of hands) this.#hire(hand, "other");
  }

  #hire(checks: readonly Check[], who: Part["who"]): void {
    const { command, environment, work } = this.#options;
    const hired = new Hired({ command, environment, hear: (report) => this.#hear(part, report) });
    const names = checks.map(({ name }) => name);
    const part: Part = {
      hired,
      number: this.#parts.length + 1,
      who,
      left: new Set(names),
      reader: new WireReader(),
      findings: null,
      ended: false,
      waits: false,
    };
    this.#parts.push(part);
    const target = who === "first" ? work.target : withoutCommonLines(work.target);
    hired.work({ ...work, target, worker: part.number, select: { ...work.select, names } });
    void hired.gone.then((how) => this.#miss(part, checks, how));
  }

  #hear(part: Part, report: Report): void {
    try {
      this.#take(part, report);
    } catch (error) {
      // Nothing of a worker whose words are not understood can be relied on.
      this.#fail(error);
    }
    this.#settle();
  }

  #take(part: Part, report: Report): void {
    switch (report.type) {
      case "lines":
        for (const line of report.lines) this.#read(part, line);
        break;
      case "waits":
        part.waits = true;
        break;
      case "ended":
        part.ended = true;
        this.#noteEnd(report.broken_off === null ? null : errorOf(report.broken_off));
        break;
      case "failed":
        part.ended = true;
        this.#fail(errorOf(report.error));
        break;
    }
  }

  #read(part: Part, line: string): void {
    const event = part.reader.read(line);
    if (event === null) return;
    switch (event.type) {
      case "run_started":
      case "policy":
      case "run_finished":
        break;
      case "doctor":
        part.findings = event.findings;
        this.#hireOthers();
        this.#tellEarly();
        break;
      case "phase":
        if (part.number === 1 && !this.#examined) this.#tell(event);
        break;
      case "warning":
        if (!this.#warned.has(event.text)) this.#tell(event);
        this.#warned.add(event.text);
        break;
      case "check_finished":
        part.left.delete(event.check.name);
        this.#tellOfCheck(event);
        break;
      case "check_started":
        this.#tellOfCheck(event);
        break;
    }
  }

  #noteEnd(brokenOff: Error | null): void {
    if (brokenOff instanceof JitterbugError) this.#brokenOff ??= brokenOff;
  }

  /** A reader expects the doctor's word first. */
  #tellOfCheck(event: RunEvent): void {
    if (this.#examined) this.#tell(event);
    else this.#early.push(event);
  }

  #tellEarly(): void {
    const gone = this.#parts.filter(({ ended, findings }) => ended && findings === null).length;
    const examined = this.#parts.filter(({ findings }) => findings !== null).length;
    if (this.#examined || examined === 0 || examined + gone < this.#expected) return;
    this.#examined = true;
    this.#tell({ type: "doctor", at: Date.now(), findings: this.#findings() });
    for (const event of this.#early.splice(0)) this.#tell(event);
  }

  /** What several were told alike, but for the ports of their own, once. */
  #findings(): readonly Finding[] {
    const all = this.#parts.flatMap(({ findings }) => findings ?? []);
    const told = new Map<string, Finding>();
    for (const finding of all) {
      const words = JSON.stringify(finding).replaceAll(/:\d{2,5}\b/g, ":");
      if (!told.has(words)) told.set(words, finding);
    }
    return [...told.values()];
  }

  #tell(event: RunEvent): void {
    this.#telling = this.#telling.then(() => this.#options.on(event)).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    void this.close();
  }

  /** A process is gone: it had come to its end, was told to, or died. */
  #miss(part: Part, checks: readonly Check[], how: string): void {
    const died = !part.ended && !this.#stopped;
    part.ended = true;
    if (died) this.#mourn(part, checks, how);
    this.#settle();
  }

  #mourn(part: Part, checks: readonly Check[], how: string): void {
    const left = checks.filter(({ name }) => part.left.has(name));
    const words = part.hired.lastWords;
    if (this.#replaced) {
      const message = `worker ${part.number} died (${how}), and so had the one before it`;
      const hint = `what it was at: ${left
        .slice(0, 5)
        .map(({ name }) => name)
        .join(", ")}; --workers 1 drives all in one process`;
      return this.#fail(
        new JitterbugError("ERR_INTERNAL", message, { hint, output: words === "" ? undefined : words }),
      );
    }
    this.#replaced = true;
    const again = left.length === 0 ? "" : `; its ${left.length} checks are driven again in another`;
    this.#tell({ type: "warning", at: Date.now(), text: `worker ${part.number} died (${how})${again}` });
    if (left.length > 0) this.#hire(left, part.findings === null ? part.who : "other");
  }

  /** Who waits for being alone is let go once it is; when all have ended, that is all. */
  #settle(): void {
    this.#tellEarly();
    const driving = this.#parts.filter(({ ended, waits }) => !ended && !waits);
    if (driving.length > 0 || this.#waiting.length > 0) return;
    for (const part of this.#parts.filter(({ ended, waits }) => waits && !ended)) {
      part.waits = false;
      part.hired.leaveAlone();
      return;
    }
    if (this.#parts.every(({ ended }) => ended)) this.#over.resolve();
  }
}
