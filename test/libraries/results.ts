/** The verdicts of the last whole run, as they are kept: what the report card is printed from. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findingOf, type Finding, type ReportedCheck } from "../strangers/findings.ts";
import { HERE } from "./table.ts";

export interface Result {
  readonly version: string;
  /** The day of the run, as 2026-12-24. */
  readonly date: string;
  readonly seconds: number;
  /** The checks by verdict, by their whole names. */
  readonly verdicts: { readonly [verdict: string]: readonly string[] };
}

/** Those that a finding must explain. */
export const EXPLAINED: readonly string[] = ["failed", "warned", "misconfigured", "error", "unobservable"];

const fileOf = (name: string) => join(HERE, "results", `${name}.json`);

export function kept(name: string): Result | null {
  return existsSync(fileOf(name)) ? (JSON.parse(readFileSync(fileOf(name), "utf8")) as Result) : null;
}

export function keep(
  name: string,
  run: { readonly version: string; readonly seconds: number; readonly checks: readonly ReportedCheck[] },
): void {
  const verdicts: { [verdict: string]: string[] } = {};
  for (const { name: check, verdict } of run.checks) (verdicts[verdict] ??= []).push(check);
  for (const names of Object.values(verdicts)) names.sort();
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync(dirname(fileOf(name)), { recursive: true });
  const result: Result = { version: run.version, date, seconds: run.seconds, verdicts };
  writeFileSync(fileOf(name), `${JSON.stringify(result, null, 2)}\n`);
}

/** What differs from the kept run, or has no finding that explains it. */
export function compared(
  name: string,
  version: string,
  checks: readonly ReportedCheck[],
  findings: readonly Finding[],
  partial: boolean,
): readonly string[] {
  const last = kept(name);
  const found: string[] = [];
  const expected = new Map(
    Object.entries(last?.verdicts ?? {}).flatMap(([verdict, names]) => names.map((check) => [check, verdict])),
  );
  if (last !== null && last.version !== version) found.push(`version ${version}, where ${last.version} was judged`);
  for (const check of checks) {
    const finding = findingOf(check, findings);
    const agrees =
      finding === undefined ? !EXPLAINED.includes(check.verdict) : finding.verdicts.includes(check.verdict);
    const told = `got ${check.verdict} (${check.reason})`;
    if (!agrees)
      found.push(`${check.name}: ${finding === undefined ? "no finding" : finding.verdicts.join(" or ")}, ${told}`);
    else if (last !== null && finding === undefined && expected.get(check.name) !== check.verdict)
      found.push(`${check.name}: expected ${expected.get(check.name) ?? "no such check"}, ${told}`);
  }
  if (partial) return found;
  const names = new Set(checks.map((check) => check.name));
  for (const check of expected.keys()) if (!names.has(check)) found.push(`${check}: it is not asked any more`);
  for (const finding of findings)
    if (!checks.some((check) => findingOf(check, findings) === finding))
      found.push(`${finding.check}: a finding without a check`);
  return found;
}
