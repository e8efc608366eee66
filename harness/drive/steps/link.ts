import type { StepOf } from "../../scenario/model/index.ts";
import { observeEnd } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { personVariables, seededAccount } from "../variables.ts";
import { throughIdp } from "../walk.ts";

/** The person goes on from where the sign-in was interrupted; an SP may well ask the IdP once more after that. */
export async function driveLink(stage: Stage, step: StepOf<"link">): Promise<StepResult> {
  const { world } = stage;
  const { key, connection: home } = stage.person(step.person);
  const account = step.account === undefined ? undefined : seededAccount(stage, step.account);
  const password = step.password ?? account?.password ?? "";
  const variables = { ...personVariables(stage, step.person, home), password };
  const browser = stage.browser(step.browser);
  const connection = stage.connection(home);
  const seen = await stage.inTurn(async () => {
    const started = world.now();
    const confirmed = await world.sp.act(browser, stage.byHand("link"), variables);
    const arrival = await throughIdp(stage, browser, confirmed.page, key, variables);
    const end = await observeEnd(stage, { person: step.person, connection, browser, arrival, started, byIdp: false });
    return stage.answered("link", end);
  });
  return { signIns: [seen], session: seen.session, touchesAccounts: true };
}
