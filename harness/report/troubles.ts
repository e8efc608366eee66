import { VERDICTS } from "../judge/verdict.ts";
import type { Told } from "./collector.ts";
import { isLeftover } from "./leftovers.ts";
import { isTrouble } from "./outcome.ts";
import { count } from "./text.ts";

/** A check that went wrong, and those that did by the same fault. */
export interface Trouble {
  readonly told: Told;
  readonly followers: readonly string[];
  /** Of others that tell the same: what could not be asked for the same reason, another row of the same check. */
  readonly alike?: readonly string[];
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

/**
 * Where somebody reads one after another: what could not be asked is one trouble for each reason, and what failed by the same
 * cause at several connections or under several policies is one.
 */
export function foldedTroubles(checks: readonly Told[]): readonly Trouble[] {
  const alike = Map.groupBy(troublesOf(checks), ({ told }) => {
    const { verdict, harm, reason, cause } = told.verdict;
    return JSON.stringify([isLeftover(told) ? null : told.check.id, verdict, harm, cause ?? reason]);
  });
  return [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            told: first.told,
            followers: [first, ...others].flatMap(({ followers }) => followers),
            alike: others.map(({ told }) => told.check.name),
          },
        ],
  );
}

/** `, and 11 checks as this one, and 3 checks that follow from it`; empty where there are none. */
export function followersInWords({ told, followers, alike = [] }: Trouble): string {
  const same = isLeftover(told) ? "for the same reason" : "by the same cause";
  const others = alike.length === 0 ? "" : `, and ${count(alike.length, "check")} more ${same}`;
  if (followers.length === 0) return others;
  return `${others}, and ${count(followers.length, "check")} that ${followers.length === 1 ? "follows" : "follow"} from it`;
}

function weight({ verdict: { harm, verdict } }: Told): number {
  return (harm === undefined ? VERDICTS.length : 0) + VERDICTS.indexOf(verdict);
}
