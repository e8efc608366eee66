import type { EachRow, Scenario, Step } from "../scenario/model/index.ts";
import { lookupIn, renderLoose } from "../scenario/template.ts";
import { tamperingOf } from "../scenario/vocabulary/index.ts";
import { corrupts, findTamper } from "../tampers/index.ts";

/** Whether a step sends the SP what it should refuse. */
export function isForged(step: Step): boolean {
  const tampering = tamperingOf(step);
  return tampering !== undefined && corrupts(tampering.use.name);
}

/** Whether a scenario has such a step, in any row of its table; its templates are still in it. */
export function isOfForgery({ steps, each }: Scenario): boolean {
  return steps.some((step) => {
    const name = tamperingOf(step)?.use.name;
    return name !== undefined && namesOf(name, each).some(corrupts);
  });
}

/** Whether a scenario corrupts a UserInfo answer that is signed. */
export function needsSignedUserInfo({ steps, each }: Scenario): boolean {
  return steps.some((step) => {
    const name = tamperingOf(step)?.use.name;
    return name !== undefined && namesOf(name, each).some((one) => asksFor(one, "signed_userinfo"));
  });
}

function asksFor(name: string, need: string): boolean {
  return findTamper("oidc", name)?.needs?.some((one) => one === need) === true;
}

function namesOf(name: string, each: readonly EachRow[]): readonly string[] {
  if (each.length === 0) return [name];
  return each.flatMap(({ variables }) => {
    const named = renderLoose(name, lookupIn(variables));
    return typeof named === "string" ? [named] : [];
  });
}
