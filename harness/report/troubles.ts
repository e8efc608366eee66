import { VERDICTS } from "../judge/verdict.ts";
import type { Told } from "./collector.ts";
import { isTrouble } from "./outcome.ts";
import { count } from "./text.ts";

/** A check that went wrong, and those that did by the same fault. */
export interface Trouble {
  readonly told: Told;
  readonly followers: readonly string[];
}

/** What went wrong, one for each fault: what harms somebody first, then the worst. */
export function troublesOf(checks: readonly Told[]): readonly Trouble[] {
  const troubles = checks.filter(isTrouble);
  const followers = Map.groupBy(troubles, ({ verdict }) => verdict.follows_from ?? "");
  const names = new Set(troubles.map(({ check }) => check.name));
  return troubles
    .filter(({ verdict }) => verdict.follows_from === undefined || !names.has(verdict.follows_from))
    .map((told) => ({ told, followers: (followers.get(told.check.name) ?? []).map(({ check }) => check.name) }))
    .toSorted((a, b) => weight(a.told) - weight(b.told));
}

/** `, and 3 checks that follow from it`; empty where none does. */
export function followersInWords({ followers }: Trouble): string {
  if (followers.length === 0) return "";
  return `, and ${count(followers.length, "check")} that ${followers.length === 1 ? "follows" : "follow"} from it`;
}

function weight({ verdict: { harm, verdict } }: Told): number {
  return (harm === undefined ? VERDICTS.length : 0) + VERDICTS.indexOf(verdict);
}
