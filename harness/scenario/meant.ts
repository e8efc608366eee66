/** Which tampers a step can come to have: a name may stand in the table `each`, and a connection has a protocol. */
import { inRows, wholePath } from "./check/rows.ts";
import type { Json, Protocol, Scenario, SignInStep, Step, TamperUse } from "./model/index.ts";

export type TamperedStep = SignInStep & { readonly tamper: TamperUse };

export function isTampered(step: Step): step is TamperedStep {
  return step.kind === "sign_in" && step.tamper !== undefined;
}

/** One name that a step can come to have, and the protocols on which it then signs in. */
export interface Meant {
  readonly name: Json;
  readonly protocols: readonly Protocol[];
  /** It stands in the table `each`. */
  readonly tabled: boolean;
}

export function meantBy(scenario: Scenario, step: TamperedStep): readonly Meant[] {
  const { name } = step.tamper;
  const bound = protocolOf(scenario, step);
  const on = (protocols: readonly Protocol[]) => (bound === undefined ? protocols : [bound]);
  const path = wholePath(name);
  const rows = path === undefined ? [] : scenario.each.filter((row) => inRows(path, [row]).length > 0);
  if (path === undefined || rows.length === 0) return [{ name, protocols: on(scenario.protocols), tabled: false }];
  return rows.map((row) => ({
    name: inRows(path, [row])[0] ?? null,
    protocols: on(scenario.protocols.filter((protocol) => row.protocols?.includes(protocol) ?? true)),
    tabled: true,
  }));
}

/** The protocol of the connection that the step goes through, where the scenario says it. */
function protocolOf({ given }: Scenario, step: TamperedStep): Protocol | undefined {
  const name = step.connection ?? given.people.find((person) => person.name === step.person)?.at;
  return given.connections.find((connection) => connection.name === name)?.protocol;
}

/** Every tamper of a scenario, once for each protocol. */
export function tampersOf(scenario: Scenario): readonly { readonly protocol: Protocol; readonly name: string }[] {
  const meant = scenario.steps.filter(isTampered).flatMap((step) => meantBy(scenario, step));
  const named = meant.flatMap(({ name, protocols }) =>
    typeof name === "string" ? protocols.map((protocol) => ({ protocol, name })) : [],
  );
  return [...new Map(named.map((one) => [`${one.protocol} ${one.name}`, one])).values()];
}
