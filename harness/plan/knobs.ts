import type { Expect, Knob, KnobValues, Policy, Protocol, Scenario, World } from "../scenario/model/index.ts";

/** The value that a connection declares for each knob of a scenario's tables; undefined: undeclared. */
export type Tuple = { readonly [K in Knob]?: string | undefined };

/** Every row of a scenario's tables that is lawful on this protocol. */
export function rowsOf(scenario: Scenario, protocol: Protocol): readonly World[] {
  return scenario.steps.flatMap(({ expect }) => (expect === undefined ? [] : rowsIn(expect, protocol)));
}

function rowsIn(expect: Expect, protocol: Protocol): readonly World[] {
  return expect.one_of.flatMap((world) => (onProtocol(world, protocol) ? [world, ...rowsIn(world, protocol)] : []));
}

export function onProtocol({ protocols }: World, protocol: Protocol): boolean {
  return protocols === undefined || protocols.includes(protocol);
}

export function knobsOf(when: KnobValues): readonly Knob[] {
  return Object.keys(when) as Knob[];
}

/** The knobs that a scenario's tables name, sorted: what its verdict may turn on. */
export function tupleKnobs(scenario: Scenario, protocol: Protocol): readonly Knob[] {
  return [...new Set(rowsOf(scenario, protocol).flatMap(({ when }) => knobsOf(when)))].toSorted();
}

export function tupleOf(knobs: readonly Knob[], policy: Policy): Tuple {
  return Object.fromEntries(knobs.map((knob) => [knob, policy[knob]]));
}

/** `email_sync=off, link_by=?`: what stands in a check's name. */
export function describeTuple(tuple: Tuple): readonly string[] {
  return (Object.keys(tuple) as Knob[]).map((knob) => `${knob}=${tuple[knob] ?? "?"}`);
}

/** Whether a row is reached by what a connection declares, knob by knob. */
export function isReached(when: KnobValues, declared: Policy): boolean {
  return knobsOf(when).every((knob) => (when[knob] ?? []).includes(declared[knob] ?? ""));
}

/** Whether a row may hold under a declaration: an undeclared knob admits it. */
export function isAdmitted(when: KnobValues, declared: Policy): boolean {
  return knobsOf(when).every(
    (knob) => declared[knob] === undefined || isReached({ [knob]: when[knob] ?? [] }, declared),
  );
}
