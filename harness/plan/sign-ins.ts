import type { Step } from "../scenario/model/index.ts";

/** Who comes through the IdP in a step, and how often; null: nobody. */
export function signInOf(step: Step): { readonly person: string; readonly times: number } | null {
  if (step.kind === "sign_in") return { person: step.person, times: step.times };
  return step.kind === "accept_invite" ? { person: step.person, times: 1 } : null;
}
