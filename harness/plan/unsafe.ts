import { effectivePolicy } from "../scenario/index.ts";
import { unsafeIn, type Connection, type Danger, type Target } from "../scenario/model/index.ts";
import { bareScenario } from "./bare.ts";
import type { Check } from "./check.ts";

/** The id of what is no scenario: the entry of one unsafe value that a target declares. */
export const DECLARED_UNSAFE = "declared-unsafe";

/**
 * One check for each unsafe value that holds at a connection, settled as warned: a declaration takes the failures away
 * that it would explain, and must not take the danger out of sight with them.
 */
export function declaredUnsafe(target: Target, wants: (check: Check) => boolean): readonly Check[] {
  const declared = target.connections.flatMap((connection) =>
    unsafeIn(effectivePolicy(target, connection)).map((danger) => ({ connection, danger })),
  );
  const values = Map.groupBy(declared, ({ danger: { knob, value } }) => `${knob}=${value}`);
  return [...values].flatMap(([name, all]) => {
    const wanted = all.filter(({ connection, danger }) => wants(entry(target, name, danger, [connection])));
    const [first] = wanted;
    if (first === undefined) return [];
    return [
      entry(
        target,
        name,
        first.danger,
        wanted.map(({ connection }) => connection),
      ),
    ];
  });
}

function entry(target: Target, name: string, danger: Danger, connections: readonly Connection[]): Check {
  const [first] = connections;
  if (first === undefined) throw new Error("an unsafe value is declared for some connection");
  const title = `${danger.knob}: ${danger.value} is a stated danger`;
  const scenario = bareScenario(DECLARED_UNSAFE, title, target.place, { pack: "policy", basis: "harm" });
  const { id, pack, severity, lane } = scenario;
  return {
    id,
    name: `${id} [${name}]`,
    pack,
    title,
    severity,
    protocol: first.protocol,
    profile: null,
    connection: first.name,
    policy: { [danger.knob]: danger.value },
    declared: effectivePolicy(target, first),
    lacking: target.observe.none ?? [],
    lane,
    scenario,
    connections,
    variants: [],
    settled: { verdict: "warned", reason: `declared for ${whom(target, connections)}: ${danger.lets}` },
  };
}

const FEW = 3;

function whom(target: Target, connections: readonly Connection[]): string {
  const names = connections.map(({ name }) => name);
  if (names.length > 1 && names.length === target.connections.length) return "every connection";
  const rest = names.length - FEW;
  return [...names.slice(0, FEW), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}
