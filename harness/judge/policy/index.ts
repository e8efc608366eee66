import { KNOB_NAMES, risksIn, type Danger, type Policy } from "../../scenario/model/index.ts";
import type { Declared } from "../../plan/declared.ts";
import { fit, type Scope, type Witness } from "./fit.ts";
import { hoisted } from "./hoist.ts";
import { dangerOf, linesOf, type Resting } from "./lines.ts";
import { isTelling, looksAt, undriven, unlooked, type JudgedCheck } from "./looked.ts";
import type { PolicyBlock, PolicyLine, PolicyReport } from "./report.ts";

/**
 * What a whole run says of the policy: which one fits all that was seen, where it contradicts itself, and what of the
 * declaration nothing looked at. Pure: the same verdicts give the same report.
 */
export function judgePolicy(declared: Declared, judged: readonly JudgedCheck[]): PolicyReport {
  const { fits, contradictions } = fit(witnesses(declared, judged));
  const seen = hoisted(fits.map((one) => ({ scope: one.scope, lines: linesOf(one) })));
  return {
    blocks: blocks(declared, judged, seen),
    contradictions,
    unlooked: unlooked(declared, judged),
    undriven: undriven(declared, judged),
    risks: risksOf(declared),
  };
}

/** What failed, or proved nothing, says nothing of the policy either. */
function witnesses({ connections }: Declared, judged: readonly JudgedCheck[]): readonly Witness[] {
  return judged
    .filter((one) => isTelling(one) && one.verdict.verdict !== "failed")
    .flatMap(({ check, verdict }) => {
      const organization = connections.find(({ name }) => name === check.connection)?.organization ?? "";
      return (verdict.leanings ?? []).map((leaning) => ({
        check: check.name,
        connection: check.connection,
        organization,
        leaning,
      }));
    });
}

/** What is declared and what was seen, scope by scope, by name, and in the order of the documentation. */
function blocks(
  { policy, organizations, connections }: Declared,
  judged: readonly JudgedCheck[],
  seen: readonly { readonly scope: Scope; readonly lines: readonly Resting[] }[],
): readonly PolicyBlock[] {
  const places: readonly { readonly scope: Scope; readonly policy: Policy; readonly at: readonly string[] }[] = [
    { scope: { organization: null, connection: null }, policy, at: connections.map(({ name }) => name) },
    ...organizations.map(({ name, policy: own }) => ({
      scope: { organization: name, connection: null },
      policy: own,
      at: connections.filter(({ organization }) => organization === name).map((one) => one.name),
    })),
    ...connections.map(({ name, organization, policy: own }) => ({
      scope: { organization, connection: name },
      policy: own,
      at: [name],
    })),
  ];
  return places.flatMap(({ scope, policy: own, at }): readonly PolicyBlock[] => {
    const there = judged.filter(({ check }) => at.includes(check.connection));
    const found = seen.filter((one) => isSame(one.scope, scope)).flatMap(({ lines }) => lines);
    const lines = [
      ...declaredLines(own, there),
      ...found.map(({ checks, ...line }) => ({ ...line, checks: checks.size })),
    ];
    return lines.length === 0 ? [] : [{ ...scope, lines: lines.toSorted((a, b) => rank(a) - rank(b)) }];
  });
}

function declaredLines(policy: Policy, judged: readonly JudgedCheck[]): readonly PolicyLine[] {
  const telling = judged.filter(isTelling);
  return Object.entries(policy).map(([name, value]): PolicyLine => {
    const knob = name as PolicyLine["knob"];
    const common = { knob, value, declared: true, or: [] };
    if (knob === "required_attributes" || typeof value !== "string") return { ...common, checks: 0 };
    const looking = knob === "identity_key" ? [] : telling.filter((one) => looksAt(one, knob, value));
    return { ...common, checks: looking.length, ...dangerOf(knob, value) };
  });
}

function risksOf({ connections }: Declared): readonly Danger[] {
  const risks = connections.flatMap(({ effective }) => risksIn(effective));
  return [...new Map(risks.map((risk) => [`${risk.knob}=${risk.value}`, risk])).values()];
}

function isSame(one: Scope, other: Scope): boolean {
  return one.organization === other.organization && one.connection === other.connection;
}

const ORDER: readonly string[] = ["identity_key", "required_attributes", ...KNOB_NAMES];

function rank({ knob }: PolicyLine): number {
  return ORDER.indexOf(knob);
}
