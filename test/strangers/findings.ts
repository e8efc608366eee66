/** What is known of an SP that nobody here wrote, as data, and what a run says of it. */
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

export interface Finding {
  readonly check: string;
  readonly profile: string | null;
  readonly verdicts: readonly string[];
}

/**
 * A check is named whole, by its id for every one of that id, or by `[saml]` for every one of that protocol; several may
 * have one reason, which is for people. A race that the SP does not lose each time has both verdicts.
 */
export interface WrittenFinding {
  readonly check: string | readonly string[];
  readonly verdict: string | readonly string[];
  /** It holds in the shape of this vendor alone, and there goes before those that name none. */
  readonly profile?: string;
  readonly why: string;
}

export interface ReportedCheck {
  readonly id: string;
  readonly protocol: string;
  readonly profile: string | null;
  readonly name: string;
  readonly verdict: string;
  readonly reason: string;
}

/** Null where the run ended before it had a report. */
export function reported(file: string): readonly ReportedCheck[] | null {
  if (!existsSync(file)) return null;
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly checks: readonly ReportedCheck[] }).checks;
}

/** A file that is not there holds none. */
export function written(file: string): readonly WrittenFinding[] {
  if (!existsSync(file)) return [];
  return (parse(readFileSync(file, "utf8")) as { readonly findings: readonly WrittenFinding[] }).findings;
}

export function known(file: string): readonly Finding[] {
  return written(file).flatMap(({ check, verdict, profile = null }) =>
    [check].flat().map((one) => ({ check: one, profile, verdicts: [verdict].flat() })),
  );
}

export function findingOf(check: ReportedCheck, findings: readonly Finding[]): Finding | undefined {
  const { id, protocol, profile, name: whole } = check;
  const bare = profile === null ? whole : whole.replace(`[${protocol}, ${profile}`, `[${protocol}`);
  const named = (name: string, under: string | null) =>
    findings.find((finding) => finding.check === name && finding.profile === under);
  const under = (vendor: string | null) => named(bare, vendor) ?? named(id, vendor) ?? named(`[${protocol}]`, vendor);
  return (profile === null ? undefined : under(profile)) ?? under(null);
}

/**
 * What passed needs no finding; every other verdict needs one that agrees, and a finding that nothing bears out is stale,
 * unless the run was `partial`. `shape`: the vendor's, where the run was told one.
 */
export function differences(
  checks: readonly ReportedCheck[],
  findings: readonly Finding[],
  { partial, shape = null }: { readonly partial: boolean; readonly shape?: string | null },
): readonly string[] {
  const found: string[] = [];
  for (const check of checks) {
    const expected = findingOf(check, findings)?.verdicts ?? ["passed"];
    if (!expected.includes(check.verdict))
      found.push(`${check.name}: expected ${expected.join(" or ")}, got ${check.verdict} (${check.reason})`);
  }
  for (const finding of findings) {
    // What is found of nobody's shape need not be borne out in a vendor's.
    if (finding.profile !== shape) continue;
    if (!partial && !checks.some((check) => findingOf(check, findings) === finding))
      found.push(`${finding.check}: a finding without a check`);
  }
  return found;
}

/** `12 passed, 1 failed`. */
export function counted(checks: readonly ReportedCheck[]): string {
  const count = (verdict: string) => checks.filter((check) => check.verdict === verdict).length;
  return [...new Set(checks.map(({ verdict }) => verdict))].map((verdict) => `${count(verdict)} ${verdict}`).join(", ");
}
