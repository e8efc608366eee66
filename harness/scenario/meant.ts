/** Which tampers a step can come to have: a name may stand in the table `each`, and a connection has a protocol. */
import { inRows, wholePath } from "./check/rows.ts";
import type { Json, Protocol, Scenario } from "./model/index.ts";
import { tamperingOf, type Tampering } from "./vocabulary/index.ts";

/** One name that a step can come to have, and the protocols on which it then signs in. */
export interface Meant {
  readonly name: Json;
  readonly protocols: readonly Protocol[];
  /** It stands in the table `each`. */
  readonly tabled: boolean;
}

export function meantBy(scenario: Scenario, tampering: Tampering): readonly Meant[] {
  const { name } = tampering.use;
  const bound = protocolOf(scenario, tampering);
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

/** The protocol of the connection that it goes through, where the scenario says it. */
function protocolOf({ given }: Scenario, { connection, person }: Tampering): Protocol | undefined {
  const name = connection ?? given.people.find((one) => one.name === person)?.at;
  return given.connections.find((one) => one.name === name)?.protocol;
}

/** Every tamper of a scenario, once for each protocol. */
export function tampersOf(scenario: Scenario): readonly { readonly protocol: Protocol; readonly name: string }[] {
  const meant = scenario.steps
    .flatMap((step) => tamperingOf(step) ?? [])
    .flatMap((tampering) => meantBy(scenario, tampering));
  const named = meant.flatMap(({ name, protocols }) =>
    typeof name === "string" ? protocols.map((protocol) => ({ protocol, name })) : [],
  );
  return [...new Map(named.map((one) => [`${one.protocol} ${one.name}`, one])).values()];
}
