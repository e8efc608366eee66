import type { PolicyBlock, PolicyLine, PolicyReport } from "../../judge/policy/report.ts";
import { KNOB_NAMES, KNOB_ROWS, type Knob } from "../../scenario/model/index.ts";
import type { CollectedRun, Told } from "../collector.ts";
import { leftoversOf } from "../leftovers.ts";
import { knownLine } from "../outcome.ts";
import { count } from "../text.ts";
import { beyond } from "./beyond.ts";
import type { Block } from "./block.ts";

/** Reasons why something was not asked; the others are counted. */
const REASONS = 8;

const PROTOCOLS = { oidc: "OpenID Connect", saml: "SAML 2.0" } as const;

/**
 * What just-in-time provisioning does and does not do at this SP, for who must trust it: only what was seen, with how
 * often, and what was not looked at said as plainly. Pure: the same run gives the same blocks.
 */
export function* statement(run: CollectedRun, version: string): Generator<Block> {
  const { started, checks } = run;
  yield { kind: "title", text: `What signing in does to accounts: ${started?.target ?? "no plan was made"}` };
  yield { kind: "text", text: opening(run, version) };
  yield { kind: "text", text: summary(checks) };
  for (const text of reservations(run)) yield { kind: "text", text };
  yield* wrongs(checks);
  yield* dangers(checks, run.policy);
  yield* answers(run.policy);
  yield* held(checks);
  yield* beyond(checks, run.policy);
  yield* notLookedAt(checks, run.policy);
  yield { kind: "heading", text: "How to read this" };
  yield { kind: "text", text: LIMITS };
}

const LIMITS =
  "Mock identity providers signed people in to a running instance of the service, and its accounts were compared before and after. What is said here was seen at that instance, with the configuration that it had then; it is no certificate, and no review of the code.";

function opening({ started, checks, finished }: CollectedRun, version: string): string {
  const at = new Date(started?.at ?? finished.at - finished.duration_ms).toISOString().slice(0, 10);
  const driven = checks.filter(isDriven);
  const protocols = [...new Set(driven.map(({ check }) => PROTOCOLS[check.protocol]))].toSorted();
  const connections = new Set(driven.map(({ check }) => check.connection)).size;
  const where = protocols.length === 0 ? "" : `, by ${protocols.join(" and ")}`;
  return `Tested on ${at} with jitterbug ${version}, seed ${started?.seed ?? "none"}: ${count(driven.length, "check")} at ${count(connections, "connection")}${where}.`;
}

function summary(checks: readonly Told[]): string {
  const driven = checks.filter(isDriven);
  if (driven.length === 0) return "Nothing was tested.";
  // What no policy fits, or a danger that is not admitted, goes wrong without being driven.
  const wrong = checks.filter(isWrongHere);
  const harmful = wrong.filter(({ verdict }) => verdict.harm !== undefined).length;
  const unclear = driven.filter(isUnclear).length;
  const parts = [
    wrong.length === 0
      ? "No check went wrong."
      : `${wrong.length} went wrong${warnedOf(wrong)}, ${harmful} with harm to accounts.`,
    unclear === 0
      ? ""
      : `Of ${unclear} nothing can be said: the service did not show what was asked, or could not be tested.`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** Other reports count these apart. */
function warnedOf(wrong: readonly Told[]): string {
  const warned = wrong.filter(({ verdict }) => verdict.verdict === "warned").length;
  return warned === 0 ? "" : ` (${wrong.length - warned} failed, ${warned} warned)`;
}

function reservations({ started, finished }: CollectedRun): readonly string[] {
  return [
    ...(finished.partial
      ? ["The run was stopped early: this is a partial run, and says nothing of what it did not reach."]
      : []),
    ...(started !== undefined && !started.whole ? ["Only some of the checks were selected for this run."] : []),
    ...(started?.shard === true ? ["This is one shard of a run; `jitterbug merge` makes the whole of it."] : []),
  ];
}

function* wrongs(checks: readonly Told[]): Generator<Block> {
  const wrong = checks.filter(isWrongHere);
  if (wrong.length === 0) return;
  yield { kind: "heading", text: "What went wrong" };
  // One page: the same at another connection, or under another policy, is a number.
  const alike = Map.groupBy(wrong, ({ check, verdict: { verdict, harm, reason, cause, known } }) =>
    JSON.stringify([check.id, verdict, harm, cause ?? reason, known]),
  );
  yield {
    kind: "table",
    head: ["what ought to be so", "check", "what was seen", "likely cause, and what helps"],
    rows: [...alike.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [rowOf(first, others)])),
  };
}

function rowOf({ check, verdict: told }: Told, others: readonly Told[]): readonly string[] {
  const { verdict, harm, reason, cause, fix, known } = told;
  return [
    check.title,
    others.length === 0 ? check.name : `${check.name}, and ${others.length} more`,
    [(harm ?? verdict).replaceAll("_", " "), reason, ...(known === undefined ? [] : [knownLine(known)])]
      .filter((text) => text !== "")
      .join(": "),
    [cause, fix].filter((text) => text !== undefined).join(" "),
  ];
}

/** What is declared, or was seen, and ought not to be; and risks that the owners state. */
function* dangers(checks: readonly Told[], policy: PolicyReport | undefined): Generator<Block> {
  const warned = checks.filter(({ check, verdict }) => check.settled !== undefined && verdict.verdict === "warned");
  const items = [
    ...warned.map(({ check, verdict }) => `${check.name}: ${verdict.reason}`),
    ...linesOf(policy).flatMap(({ knob, value, unsafe, declared }) =>
      unsafe === undefined || declared ? [] : [`${knob}: ${String(value)} (seen, and not declared): ${unsafe}`],
    ),
    ...(policy?.risks ?? []).map(({ knob, value, lets }) => `${knob}: ${value}, a risk that the owners state: ${lets}`),
  ];
  if (items.length === 0) return;
  yield { kind: "heading", text: "Dangers and risks that are accepted" };
  yield { kind: "list", items };
}

/** The owner's decisions, each with what it rests on. */
function* answers(policy: PolicyReport | undefined): Generator<Block> {
  const rows = (policy?.blocks ?? []).flatMap((block) =>
    block.lines.flatMap((line) => {
      if (!isKnob(line.knob) || line.doubt !== undefined) return [];
      const { about, values } = KNOB_ROWS[line.knob];
      const is = values[String(line.value)]?.is;
      return is === undefined ? [] : [[plain(about), `${plain(is)}${whose(block)}`, basisOf(line)]];
    }),
  );
  if (rows.length === 0) return;
  yield { kind: "heading", text: "What it does, where standards leave it open" };
  yield { kind: "table", head: ["question", "answer", "known by"], rows };
}

function whose({ organization, connection }: PolicyBlock): string {
  const name = connection ?? organization;
  return name === null ? "" : ` (at ${name})`;
}

function basisOf({ declared, checks, or }: PolicyLine): string {
  const rests = checks === 0 ? "" : `${count(checks, "check")} rest${checks === 1 ? "s" : ""} on it`;
  const others = or.length === 0 ? "" : `${or.join(" or ")} would fit as well`;
  return [declared ? "declared" : "seen", rests, others].filter((text) => text !== "").join("; ");
}

/** By pack, every title once: what was held on each protocol on which it was asked. */
function* held(checks: readonly Told[]): Generator<Block> {
  const passed = checks.filter(({ verdict }) => verdict.verdict === "passed" && verdict.known === undefined);
  if (passed.length === 0) return;
  yield { kind: "heading", text: "What was tested and held" };
  for (const [pack, members] of Map.groupBy(passed, ({ check }) => check.pack)) {
    const titles = [...Map.groupBy(members, ({ check }) => check.id).values()].flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const protocols = [...new Set(same.map(({ check }) => check.protocol))].toSorted().join(", ");
      return [`${first.check.title} (${first.check.id}: ${protocols})`];
    });
    yield { kind: "text", text: `${pack}: ${count(members.length, "check")}` };
    yield { kind: "list", items: titles };
  }
}

function* notLookedAt(checks: readonly Told[], policy: PolicyReport | undefined): Generator<Block> {
  const leftovers = leftoversOf(checks);
  const unclear = checks.filter((told) => isDriven(told) && isUnclear(told));
  const shown = leftovers.slice(0, REASONS);
  const others = leftovers.slice(REASONS).flatMap(({ checks: names }) => names);
  const rest = checks.filter((told) => !leftovers.some((one) => one.checks.includes(told.check.name)) && isAside(told));
  const items = [
    ...unclear.map(({ check, verdict }) => `${check.name}, ${verdict.verdict.replace("_", " ")}: ${verdict.reason}`),
    ...shown.map(({ checks: names, reason }) => `${reason}: ${names.join(", ")}`),
    ...(others.length === 0 ? [] : [`for other reasons: ${others.join(", ")}`]),
    ...rest.map(({ check, verdict }) => `${check.name}, ${verdict.verdict.replace("_", " ")}: ${verdict.reason}`),
    ...(policy?.unlooked ?? []).map(({ knob, value }) => `declared, and no check looked at it: ${knob}: ${value}`),
    ...(policy?.undriven ?? []).map((connection) => `no check was driven at the connection ${connection}`),
  ];
  if (items.length === 0) return;
  yield { kind: "heading", text: "What was not looked at, or not seen" };
  yield { kind: "list", items };
}

function isDriven({ check }: Told): boolean {
  return check.settled === undefined;
}

/** Failed, known or not: who reads this has not agreed to what is known. A warning of a driven check is one, too. */
function isWrongHere({ check, verdict: { verdict } }: Told): boolean {
  return verdict === "failed" || (verdict === "warned" && check.settled === undefined);
}

function isUnclear({ verdict: { verdict } }: Told): boolean {
  return verdict === "unobservable" || verdict === "misconfigured" || verdict === "error";
}

/** Driven, and yet neither held nor wrong nor unclear. */
function isAside(told: Told): boolean {
  const { verdict } = told.verdict;
  return isDriven(told) && (verdict === "observed" || verdict === "not_applicable");
}

function linesOf(policy: PolicyReport | undefined): readonly PolicyLine[] {
  return policy?.blocks.flatMap(({ lines }) => lines) ?? [];
}

function isKnob(name: string): name is Knob {
  return KNOB_NAMES.some((knob) => knob === name);
}

/** Without the marks of the documents. */
function plain(text: string): string {
  return text.replaceAll("`", "");
}
