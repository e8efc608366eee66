import type { Check } from "../../plan/check.ts";
import type { RunEvent } from "../events.ts";
import { WIRE_VERSION, type WireLine } from "./line.ts";

/** Turns events into lines, each of what they speak of told once. */
export class WireWriter {
  readonly #kit: string;
  /** By kind and name: what was told of it last. */
  readonly #told = new Map<string, unknown>();

  /** `kit`: its version. */
  constructor(kit: string) {
    this.#kit = kit;
  }

  linesOf(event: RunEvent): readonly WireLine[] {
    switch (event.type) {
      case "run_started": {
        const { plan, ...rest } = event;
        const { declared, not_offered, checks } = plan;
        return [
          { jitterbug: WIRE_VERSION, ...rest, kit: this.#kit, declared, not_offered, planned: checks.length },
          ...checks.flatMap((check) => this.#tell(check)),
        ];
      }
      case "check_started":
      case "check_finished":
        return [...this.#tell(event.check), { ...event, check: event.check.name }];
      case "phase":
      case "doctor":
      case "policy":
      case "warning":
      case "run_finished":
        return [event];
    }
  }

  #tell(check: Check): readonly WireLine[] {
    if (!this.#isNews("check", check.name, check)) return [];
    const { scenario, connections, policy } = check;
    const lines: WireLine[] = [];
    if (this.#isNews("scenario", scenario.id, scenario)) lines.push({ type: "scenario", scenario });
    for (const connection of connections)
      if (this.#isNews("connection", connection.name, connection)) lines.push({ type: "connection", connection });
    lines.push({
      ...check,
      type: "check",
      scenario: scenario.id,
      connections: connections.map(({ name }) => name),
      policy: Object.fromEntries(Object.entries(policy).map(([knob, value]) => [knob, value ?? null])),
    });
    return lines;
  }

  #isNews(kind: string, name: string, now: unknown): boolean {
    const key = `${kind} ${name}`;
    if (this.#told.get(key) === now) return false;
    this.#told.set(key, now);
    return true;
  }
}
