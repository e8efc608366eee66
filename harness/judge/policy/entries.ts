import { bareScenario } from "../../plan/index.ts";
import type { Check } from "../../plan/check.ts";
import type { Target } from "../../scenario/model/index.ts";
import type { Contradiction, PolicyBlock, PolicyLine, PolicyReport } from "./report.ts";

/** What the policy of a whole run adds to its verdicts: unsafe values that were seen, and what no one policy fits. */
export function policyEntries({ blocks, contradictions }: PolicyReport, target: Target): readonly Check[] {
  return [
    ...blocks.flatMap((block) =>
      block.lines
        .filter(({ declared, unsafe }) => !declared && unsafe !== undefined)
        .map((line) => seenUnsafe(block, line, target)),
    ),
    ...contradictions.map((one) => disagreement(one, target)),
  ];
}

function seenUnsafe(block: PolicyBlock, { knob, value, unsafe, checks }: PolicyLine, target: Target): Check {
  const place = block.connection ?? block.organization;
  const where = place === null ? "" : ` at ${place}`;
  const resting = `${checks} ${checks === 1 ? "check rests" : "checks rest"} on it`;
  const name = `seen-unsafe [${place === null ? "" : `${place}, `}${knob}=${String(value)}]`;
  const settled = { verdict: "warned", reason: `seen${where}, and not declared; ${resting}: ${unsafe ?? ""}` } as const;
  return entry("seen-unsafe", name, `${knob}: ${String(value)} is a stated danger`, place, settled, target);
}

function disagreement({ connection, knobs, checks }: Contradiction, target: Target): Check {
  const told = checks.map(({ name, saw }) => `${name} saw ${saw}`).join("; ");
  const reason = `no policy that could be declared for ${knobs.join(", ")} fits all that was seen: ${told}`;
  const title = "What an SP does not declare is one policy all the same";
  const name = `one-policy [${connection}, ${knobs.join(", ")}]`;
  return entry("one-policy", name, title, connection, { verdict: "failed", reason }, target);
}

function entry(
  id: string,
  name: string,
  title: string,
  connection: string | null,
  settled: NonNullable<Check["settled"]>,
  target: Target,
): Check {
  const found = target.connections.find((one) => one.name === connection) ?? target.connections[0];
  const scenario = bareScenario(id, title, target.place, { pack: "policy", basis: "policy" });
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
    connections: found === undefined ? [] : [found],
    variants: [],
    settled,
  };
}
