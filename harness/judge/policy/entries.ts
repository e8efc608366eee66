import { bareScenario } from "../../plan/index.ts";
import type { Check } from "../../plan/check.ts";
import type { Declared } from "../../plan/declared.ts";
import type { UnsafeSeen } from "../verdict.ts";
import { dangerOf } from "./lines.ts";
import type { JudgedCheck } from "./looked.ts";
import type { Contradiction, PolicyBlock, PolicyLine, PolicyReport } from "./report.ts";

/** What the policy of a whole run adds to its verdicts: unsafe values that were seen, and what no one policy fits. */
export function policyEntries(
  { blocks, contradictions }: PolicyReport,
  declared: Declared,
  judged: readonly JudgedCheck[],
): readonly Check[] {
  const told = blocks.flatMap((block) =>
    block.lines.filter((line) => !line.declared && line.unsafe !== undefined).map((line) => ({ block, line })),
  );
  return [
    ...told.map(({ block, line }) => seenUnsafe(block, line, declared)),
    ...lonely(told, declared, judged),
    ...contradictions.map((one) => disagreement(one, declared)),
  ];
}

function seenUnsafe(block: PolicyBlock, { knob, value, unsafe, checks }: PolicyLine, declared: Declared): Check {
  const place = block.connection ?? block.organization;
  const where = place === null ? "" : ` at ${place}`;
  const resting = `${checks} ${checks === 1 ? "check rests" : "checks rest"} on it`;
  const name = `seen-unsafe [${place === null ? "" : `${place}, `}${knob}=${String(value)}]`;
  const settled = { verdict: "warned", reason: `seen${where}, and not declared; ${resting}: ${unsafe ?? ""}` } as const;
  return entry("seen-unsafe", name, `${knob}: ${String(value)} is a stated danger`, place, settled, declared);
}

/** Dangers that no line of the policy tells of: a check that failed saw them, and says nothing of the policy. */
function lonely(
  told: readonly { readonly block: PolicyBlock; readonly line: PolicyLine }[],
  declared: Declared,
  judged: readonly JudgedCheck[],
): readonly Check[] {
  const left = judged.flatMap(({ check, verdict }) =>
    (verdict.unsafe ?? [])
      .filter(({ knob }) => !told.some(({ block, line }) => line.knob === knob && isWithin(check, block, declared)))
      .map((danger) => ({ check, danger, name: `${danger.knob}=${danger.values.join("|")}` })),
  );
  return [...Map.groupBy(left, ({ name }) => name)].flatMap(([name, all]) => {
    const [first] = all;
    if (first === undefined) return [];
    const more = all.length === 1 ? "" : ` and ${all.length - 1} more`;
    const reason = `seen in ${first.check.name}${more}, and not declared: ${letsIn(first.danger)}`;
    const title = `${name.replace("=", ": ")} is a stated danger`;
    return [entry("seen-unsafe", `seen-unsafe [${name}]`, title, null, { verdict: "warned", reason }, declared)];
  });
}

function isWithin({ connection }: Check, block: PolicyBlock, declared: Declared): boolean {
  if (block.connection !== null) return block.connection === connection;
  const organization = declared.connections.find(({ name }) => name === connection)?.organization;
  return block.organization === null || block.organization === organization;
}

function letsIn({ knob, values }: UnsafeSeen): string {
  return values.flatMap((value) => dangerOf(knob, value).unsafe ?? []).join("; or ");
}

function disagreement({ connection, knobs, checks }: Contradiction, declared: Declared): Check {
  const told = checks.map(({ name, saw }) => `${name} saw ${saw}`).join("; ");
  const reason = `no policy that could be declared for ${knobs.join(", ")} fits all that was seen: ${told}`;
  const title = "What an SP does not declare is one policy all the same";
  const name = `one-policy [${connection}, ${knobs.join(", ")}]`;
  return entry("one-policy", name, title, connection, { verdict: "failed", reason }, declared);
}

function entry(
  id: string,
  name: string,
  title: string,
  connection: string | null,
  settled: NonNullable<Check["settled"]>,
  declared: Declared,
): Check {
  const found = declared.connections.find((one) => one.name === connection) ?? declared.connections[0];
  const scenario = bareScenario(id, title, declared.place, { pack: "policy", basis: "policy" });
  const { pack, severity, lane } = scenario;
  return {
    id,
    name,
    pack,
    title,
    severity,
    protocol: found?.protocol ?? "oidc",
    profile: null,
    connection: found?.name ?? "",
    policy: {},
    declared: {},
    lacking: [],
    lane,
    scenario,
    connections: [],
    variants: [],
    settled,
  };
}
