import {
  applies,
  isUnsafeValue,
  knobsOf,
  type Expect,
  type Knob,
  type Policy,
  type Scenario,
  type World,
} from "../scenario/model/index.ts";
import type { Tuple } from "./knobs.ts";
import { isOf, type Traits } from "./traits.ts";

/** The rows of a scenario's tables by which an SP is judged at a connection. */
export interface Reached {
  /** Equal for two policies under which the same is lawful, and rests on the same undeclared knobs. */
  readonly key: string;
  /** `email_sync=on|verified_only`, `link_by=?`: each knob that these rows name, with the values that all of them admit. */
  readonly named: readonly string[];
}

/** Pure, and as the judge selects rows: what is undeclared may be anything, and no row for an unsafe value is one for the rest. */
export function reachedRows({ steps }: Scenario, tuple: Tuple, traits: Traits, policy: Policy): Reached {
  const admitted = new Map<Knob, readonly string[]>();
  let safe: Policy | undefined;
  const paths: string[] = [];
  for (const [index, { expect }] of steps.entries()) if (expect !== undefined) visit(expect, `${index}`);
  const hinges = Object.keys(tuple) as (keyof Tuple)[];
  // What a stated danger excuses is judged otherwise, in whatever row.
  const dangers = hinges.filter((knob) => knob !== "identity_key" && isUnsafeValue(knob, tuple[knob] ?? ""));
  const named = hinges.flatMap((knob) => {
    if (knob === "identity_key") return [`${knob}=${tuple[knob] ?? "?"}`];
    const safe = admitted.get(knob)?.filter((value) => !isUnsafeValue(knob, value));
    const values = dangers.includes(knob) ? [tuple[knob] ?? ""] : safe;
    return values === undefined ? [] : [`${knob}=${tuple[knob] === undefined ? "?" : values.join("|")}`];
  });
  const told = dangers.map((knob) => `${knob}=${tuple[knob] ?? ""}`);
  return { key: JSON.stringify([paths, told, tuple.identity_key ?? null]), named };

  function lawful(worlds: readonly World[]): readonly World[] {
    if (worlds.length === 0) return worlds;
    const own = worlds.filter(({ when }) => applies(when, policy));
    if (own.length > 0) return own;
    safe ??= Object.fromEntries(
      Object.entries(policy).filter(
        ([knob, value]) => typeof value !== "string" || !isUnsafeValue(knob as Knob, value),
      ),
    );
    const rest = safe;
    return worlds.filter(({ when }) => applies(when, rest));
  }

  function visit({ one_of }: Expect, path: string): void {
    for (const world of lawful(one_of.filter((one) => isOf(one, traits)))) {
      const at = one_of.indexOf(world);
      const open = knobsOf(world.when).filter((knob) => policy[knob] === undefined);
      paths.push(`${path}.${at}${open.length === 0 ? "" : `?${open.join()}`}`);
      for (const knob of knobsOf(world.when)) {
        const values = world.when[knob] ?? [];
        admitted.set(knob, admitted.get(knob)?.filter((value) => values.some((one) => one === value)) ?? values);
      }
      visit(world, `${path}.${at}`);
    }
  }
}
