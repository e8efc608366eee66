import { beginning } from "../../beginning.ts";
import type { Check } from "../../plan/check.ts";
import type { Connection, Scenario } from "../../scenario/model/index.ts";
import type { RunEvent } from "../events.ts";
import { WIRE_VERSION, type CheckLine, type StartedLine, type WireLine } from "./line.ts";

/** A line that no run wrote there; the message completes `FILE:LINE: `. */
export class UnfitLine extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

type Kind = "number" | "string" | "map" | "list";

/** What each kind of line must have, beside `type`. */
const MEMBERS: { readonly [type in WireLine["type"]]: { readonly [member: string]: Kind } } = {
  run_started: { at: "number", target: "string", seed: "string", declared: "map", planned: "number" },
  scenario: { scenario: "map" },
  connection: { connection: "map" },
  check: { name: "string", scenario: "string", connections: "list", policy: "map", variants: "list" },
  check_started: { at: "number", check: "string" },
  check_finished: { at: "number", check: "string", observation: "map", verdict: "map", duration_ms: "number" },
  phase: { at: "number", text: "string" },
  doctor: { at: "number", findings: "list" },
  policy: { at: "number", policy: "map" },
  warning: { at: "number", text: "string" },
  run_finished: { at: "number", duration_ms: "number" },
};

/** Turns lines into the events that they were: the other half of WireWriter. */
export class WireReader {
  readonly #scenarios = new Map<string, Scenario>();
  readonly #connections = new Map<string, Connection>();
  readonly #checks = new Map<string, Check>();
  /** Until the plan is whole. */
  #started: StartedLine | null = null;
  #begun = false;
  #ended = false;

  /** What a line tells: nothing yet, or an event. Throws UnfitLine. */
  read(text: string): RunEvent | null {
    const line = this.#lineOf(text);
    switch (line.type) {
      case "run_started":
        this.#started = line;
        return this.#plan();
      case "scenario":
        this.#scenarios.set(line.scenario.id, line.scenario);
        return null;
      case "connection":
        this.#connections.set(line.connection.name, line.connection);
        return null;
      case "check":
        this.#checks.set(line.name, this.#checkOf(line));
        return this.#plan();
      case "check_started":
      case "check_finished":
        return { ...line, check: found(this.#checks, "check", line.check) };
      case "run_finished":
        this.#ended = true;
        return line;
      case "phase":
      case "doctor":
      case "policy":
      case "warning":
        return line;
    }
  }

  /** Whether the run was saved to its end. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether there was a whole plan: without it there is nothing to judge. */
  get begun(): boolean {
    return this.#begun;
  }

  #lineOf(text: string): WireLine {
    const line = parsed(text);
    if (this.#started === null && !this.#begun) requireStart(line);
    else if (line["type"] === "run_started") throw new UnfitLine("a second run begins here", "a file holds one run");
    if (this.#ended) throw new UnfitLine("the run had ended before this line", "a file holds one run");
    const { type } = line;
    const members = typeof type === "string" && Object.hasOwn(MEMBERS, type) ? MEMBERS[type as WireLine["type"]] : null;
    if (members === null) throw new UnfitLine(`no line of a saved run has the type ${shown(type)}`);
    for (const [member, kind] of Object.entries(members)) {
      const value = Object.hasOwn(line, member) ? line[member] : undefined;
      if (kindOf(value) !== kind)
        throw new UnfitLine(`the line "${String(type)}" has no ${member}, or another thing under its name`);
    }
    if (this.#started !== null && !["check", "scenario", "connection"].includes(String(type)))
      throw new UnfitLine(`the plan has ${this.#checks.size} of ${this.#started.planned} checks, and the run goes on`);
    return line as unknown as WireLine;
  }

  /** Once the last check of the plan is there: the event that tells of it. */
  #plan(): RunEvent | null {
    const started = this.#started;
    if (started === null || this.#checks.size < started.planned) return null;
    this.#started = null;
    this.#begun = true;
    const { jitterbug: _, planned: __, declared, not_offered, ...rest } = started;
    return { ...rest, plan: { checks: [...this.#checks.values()], declared, not_offered } };
  }

  #checkOf(line: CheckLine): Check {
    const { type: _, scenario, connections, policy, ...rest } = line;
    return {
      ...rest,
      scenario: found(this.#scenarios, "scenario", scenario),
      connections: connections.map((name) => found(this.#connections, "connection", name)),
      policy: Object.fromEntries(Object.entries(policy).map(([knob, value]) => [knob, value ?? undefined])),
    };
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "map" : typeof value;
}

/** Of what stands there, enough to recognize it by. */
function shown(value: unknown): string {
  return beginning(JSON.stringify(value) ?? "nothing", 80);
}

function parsed(text: string): { readonly [member: string]: unknown } {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    throw new UnfitLine("this is no JSON", "each line of a saved run is one JSON object");
  }
  if (typeof line !== "object" || line === null || Array.isArray(line)) throw new UnfitLine("this is no JSON object");
  return { ...line };
}

function requireStart(line: { readonly [member: string]: unknown }): void {
  if (line["type"] !== "run_started" || line["jitterbug"] === undefined)
    throw new UnfitLine("this is no saved run", "`jitterbug run --save FILE` writes one");
  if (line["jitterbug"] !== WIRE_VERSION)
    throw new UnfitLine(
      `this run was saved in form ${shown(line["jitterbug"])}, and this kit reads form ${WIRE_VERSION}`,
      `it was written by jitterbug ${shown(line["kit"])}`,
    );
}

function found<T>(all: ReadonlyMap<string, T>, kind: string, name: string): T {
  const one = all.get(name);
  if (one === undefined) throw new UnfitLine(`no line before this one tells of the ${kind} ${shown(name)}`);
  return one;
}
