import type { Check } from "../plan/check.ts";
import { SIGN_NAMES, type Sign } from "../scenario/model/index.ts";
import type { CheckVerdict } from "./verdict.ts";

interface Judged {
  readonly check: Check;
  readonly verdict: Omit<CheckVerdict, "steps">;
}

/**
 * One fault has many faces: a check that went wrong by a sign of which a scenario is the plainest sight (`root`)
 * follows from that scenario's check, if that went wrong by the same sign, at the same connection or at another of the
 * protocol. It then withholds its own cause. Keeps the order, and what stands for itself as it is.
 */
export function withRoots<J extends Judged>(all: readonly J[]): readonly J[] {
  const followed = new Map<Judged, Judged>();
  for (const sign of SIGN_NAMES) {
    const shown = [sign, ...(EXPLAINS[sign] ?? [])];
    const those = all.filter((one) => isWrong(one) && !followed.has(one) && shows(one, shown));
    const roots = those.filter((one) => isRoot(one, sign, those) && shows(one, [sign]));
    for (const one of those) {
      const root = nearest(roots, one);
      if (root !== undefined && root !== one) followed.set(one, root);
    }
  }
  return all.map((one) => {
    const root = followed.get(one);
    if (root === undefined) return one;
    const { cause: _, fix: __, ...verdict } = one.verdict;
    return { ...one, verdict: { ...verdict, follows_from: root.check.name } };
  });
}

/** What a root brings with it: an account at each sign-in is one at each of several at the same moment. */
const EXPLAINS: { readonly [S in Sign]?: readonly Sign[] } = {
  second_account_at_each_sign_in: ["second_account_at_the_same_moment"],
};

function shows({ verdict }: Judged, signs: readonly Sign[]): boolean {
  return verdict.signs?.some((sign) => signs.includes(sign)) === true;
}

/** What every check demands has no scenario of its own: the first that shows it stands for it. */
const NOBODYS: readonly Sign[] = ["word_for_nothing_stored"];

function isRoot({ check }: Judged, sign: Sign, those: readonly Judged[]): boolean {
  if (check.scenario.root.includes(sign)) return true;
  return NOBODYS.includes(sign) && !those.some((other) => other.check.scenario.root.includes(sign));
}

function isWrong({ verdict: { verdict } }: Judged): boolean {
  return verdict === "failed" || verdict === "warned";
}

/** The first at the same connection, else the first of the protocol. */
function nearest(roots: readonly Judged[], { check }: Judged): Judged | undefined {
  const alike = roots.filter(({ check: { protocol } }) => protocol === check.protocol);
  return alike.find(({ check: { connection } }) => connection === check.connection) ?? alike[0];
}
