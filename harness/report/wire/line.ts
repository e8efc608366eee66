import type { Declared } from "../../plan/declared.ts";
import type { Check, Plan } from "../../plan/check.ts";
import type { Connection, Scenario } from "../../scenario/model/index.ts";
import type { RunEvent } from "../events.ts";

/** The form of the lines; it grows when one changes its meaning or goes. */
export const WIRE_VERSION = 1;

type Event<T extends RunEvent["type"]> = Extract<RunEvent, { type: T }>;

/**
 * One line of a saved run: plain JSON that names what it speaks of. `run_started` is the first; a scenario, a connection
 * and a check are told before the first line that names them, and again where they have become others (a check that is
 * driven again has people of another namespace).
 */
export type WireLine =
  | StartedLine
  | { readonly type: "scenario"; readonly scenario: Scenario }
  | { readonly type: "connection"; readonly connection: Connection }
  | CheckLine
  | { readonly type: "check_started"; readonly at: number; readonly check: string }
  | (Omit<Event<"check_finished">, "check"> & { readonly check: string })
  | Event<"phase" | "doctor" | "policy" | "warning" | "run_finished">;

export interface StartedLine extends Omit<Event<"run_started">, "plan"> {
  readonly jitterbug: typeof WIRE_VERSION;
  /** The version of the kit. */
  readonly kit: string;
  readonly declared: Declared;
  readonly not_offered: Plan["not_offered"];
  /** How many `check` lines tell of the plan, in its order; they follow before anything else happens. */
  readonly planned: number;
}

/** A check, by the names of its scenario and its connections. `policy`: null stands for what is not declared. */
export interface CheckLine extends Omit<Check, "scenario" | "connections" | "policy"> {
  readonly type: "check";
  readonly scenario: string;
  readonly connections: readonly string[];
  readonly policy: { readonly [knob: string]: string | null };
}
