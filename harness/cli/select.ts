import { JitterbugError } from "../errors.ts";
import type { PlanSelection } from "../plan/select.ts";
import { suggest } from "../scenario/faults.ts";
import type { Protocol, Scenario } from "../scenario/model/index.ts";

/** As commander gives them: what was not written is left out. */
export interface SelectionFlags {
  readonly protocol?: readonly Protocol[];
  readonly profile?: readonly string[];
  readonly id?: readonly string[];
  readonly tag?: readonly string[];
  readonly policy?: PlanSelection["policies"];
  readonly shard?: NonNullable<PlanSelection["shard"]>;
}

/** What the flags select. An id or tag that no scenario has is a slip, told with the nearest one. */
export function select(scenarios: readonly Scenario[], flags: SelectionFlags): PlanSelection {
  const ids = scenarios.map(({ id }) => id);
  for (const id of flags.id ?? []) knownName("scenario has the id", id, ids);
  const tags = new Set(scenarios.flatMap((scenario) => scenario.tags));
  for (const tag of flags.tag ?? []) knownName("scenario has the tag", tag, [...tags]);
  return {
    protocols: flags.protocol ?? [],
    profiles: flags.profile ?? [],
    ids: flags.id ?? [],
    tags: flags.tag ?? [],
    policies: flags.policy ?? [],
    ...(flags.shard === undefined ? {} : { shard: flags.shard }),
  };
}

/** The scenario with this id. Throws ERR_USAGE with the nearest id. */
export function scenarioOf(scenarios: readonly Scenario[], id: string): Scenario {
  knownName(
    "scenario has the id",
    id,
    scenarios.map((scenario) => scenario.id),
  );
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`${id} was just found`);
  return found;
}

/** Throws ERR_USAGE with the nearest right name: `no scenario has the id mail-chnage`. */
export function knownName(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new JitterbugError("ERR_USAGE", `no ${what} ${name}`, {
    hint: suggest(name, names, "There are") ?? "There are none.",
  });
}
