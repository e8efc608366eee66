import {
  knobsOf,
  type Connection,
  type Expect,
  type Knob,
  type Policy,
  type Protocol,
  type Scenario,
  type World,
} from "../scenario/model/index.ts";
import { rowKey } from "./traits.ts";

/** What rows can turn on: a knob, or the kind of identity key. */
type Hinge = Knob | "identity_key";

/** What a connection declares for each of what a scenario's tables name; undefined: undeclared. */
export type Tuple = { readonly [K in Hinge]?: string | undefined };

/** Every row of a scenario's tables that is lawful on this protocol. */
export function rowsOf(scenario: Scenario, protocol: Protocol): readonly World[] {
  return scenario.steps.flatMap(({ expect }) => (expect === undefined ? [] : rowsIn(expect, protocol)));
}

function rowsIn(expect: Expect, protocol: Protocol): readonly World[] {
  return expect.one_of
    .filter(({ protocols }) => protocols?.includes(protocol) ?? true)
    .flatMap((world) => [world, ...rowsIn(world, protocol)]);
}

/** The knobs that a scenario's tables name, sorted: what its verdict may turn on. */
export function tupleKnobs(scenario: Scenario, protocol: Protocol): readonly Hinge[] {
  const rows = rowsOf(scenario, protocol);
  const keyed = rows.some(({ identity_key }) => identity_key !== undefined);
  const knobs = rows.flatMap(({ when }) => knobsOf(when));
  return [...new Set<Hinge>([...knobs, ...(keyed ? (["identity_key"] as const) : [])])].toSorted();
}

export function tupleOf(knobs: readonly Hinge[], connection: Connection, policy: Policy): Tuple {
  const valueOf = (knob: Hinge) => (knob === "identity_key" ? rowKey(connection, policy) : policy[knob]);
  return Object.fromEntries(knobs.map((knob) => [knob, valueOf(knob)]));
}

/** `email_sync=off, link_by=?`: what stands in a check's name. */
export function describeTuple(tuple: Tuple): readonly string[] {
  return (Object.keys(tuple) as Hinge[]).map((knob) => `${knob}=${tuple[knob] ?? "?"}`);
}
