import { ACCOUNT_FIELDS } from "../scenario/model/drivers.ts";
import type { Told } from "./collector.ts";

/** Checks that were not driven for one and the same reason. */
export interface Leftover {
  readonly verdict: "not_applicable" | "unobservable";
  readonly reason: string;
  readonly checks: readonly string[];
}

/** Something that a target file could show or do, and the checks that would see more for it. */
export interface Wanted {
  readonly what: string;
  readonly checks: number;
}

/** Whether a check was not driven at all: it is told at the end, with those of the same reason. */
export function isLeftover({ check, verdict }: Pick<Told, "check" | "verdict">): boolean {
  return check.settled !== undefined && (verdict.verdict === "not_applicable" || verdict.verdict === "unobservable");
}

/** What the plan left out, folded by reason: the most frequent first, and what cannot be seen ahead of the rest. */
export function leftoversOf(checks: readonly Told[]): readonly Leftover[] {
  const left = checks.flatMap(({ check, verdict: { verdict, reason } }) =>
    check.settled !== undefined && (verdict === "not_applicable" || verdict === "unobservable")
      ? [{ verdict, reason: onAnyProtocol(reason), name: check.name }]
      : [],
  );
  const folded = Map.groupBy(left, ({ verdict, reason }) => `${verdict} ${reason}`);
  return [...folded.values()]
    .flatMap((all) => {
      const [first] = all;
      return first === undefined
        ? []
        : [{ verdict: first.verdict, reason: first.reason, checks: all.map(({ name }) => name) }];
    })
    .toSorted((a, b) => rank(a) - rank(b) || b.checks.length - a.checks.length);
}

/** What neither protocol offers is one reason. */
function onAnyProtocol(reason: string): string {
  return reason.replace(/^no (?:oidc|saml) connection offers/, "no connection offers");
}

function rank({ verdict }: Leftover): number {
  return verdict === "unobservable" ? 0 : 1;
}

/** What the target file lacks for checks that could not see what they needed: that of most checks first. */
export function wantedBy(checks: readonly Told[]): readonly Wanted[] {
  const counts = new Map<string, number>();
  for (const { check, verdict } of checks) {
    const unseen = (verdict.unseen ?? []).flatMap(({ what }) => placeOf(what));
    for (const what of new Set([...(check.settled?.lacks ?? []), ...unseen]))
      counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts]
    .map(([what, number]) => ({ what, checks: number }))
    .toSorted((a, b) => b.checks - a.checks || (a.what < b.what ? -1 : 1));
}

/** Where a target file would show it; nowhere for what hangs on the SP's answers. */
function placeOf(what: string): readonly string[] {
  const known = ACCOUNT_FIELDS.some((field) => field === what);
  return known ? [`${what} in observe.accounts`] : what === "accounts" ? ["more fields in observe.accounts"] : [];
}
