import { performActions } from "../../target/index.ts";
import type { SignOutStep } from "../../scenario/model/index.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { placeVariables } from "../variables.ts";

/** Whoever is signed in in the browser signs out; whether they are out, the session driver tells. */
export async function driveSignOut(stage: Stage, step: SignOutStep): Promise<StepResult> {
  const { sp } = stage.world;
  const browser = stage.browser(step.browser);
  const variables = placeVariables(stage, stage.check.connection);
  const page = await performActions(browser, stage.byHand("sign_out"), { base_url: sp.base_url, variables });
  const session = await stage.look(browser);
  return { signIns: [], session, page: seenPage(page), touchesAccounts: true };
}
