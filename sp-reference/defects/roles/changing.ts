import type { DecisionRules } from "../../decision/rules.ts";
import type { Grant, Situation } from "../../decision/model.ts";

/** The sound rule with its result changed, for accounts that were there before. */
export function changing(
  sound: DecisionRules,
  change: (before: readonly Grant[], after: readonly Grant[]) => readonly Grant[],
): DecisionRules["roles"] {
  return (situation: Situation, account) => {
    const after = sound.roles(situation, account);
    return account === null || "kind" in after ? after : change(account.grants, after);
  };
}
