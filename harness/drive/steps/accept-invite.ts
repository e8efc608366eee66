import type { Action, StepOf } from "../../scenario/model/index.ts";
import { asOffered } from "../as-offered.ts";
import { observeEnd } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { personVariables } from "../variables.ts";
import { throughIdp } from "../walk.ts";

/** A person follows an invitation, and signs in at the IdP where it leads there. */
export async function driveAcceptInvite(stage: Stage, step: StepOf<"accept_invite">): Promise<StepResult> {
  const { world } = stage;
  const connection = stage.connection(stage.person(step.person).connection);
  const { key } = stage.admit(step.person, connection.name);
  const variables = {
    ...personVariables(stage, step.person, connection.name),
    password: step.password ?? "",
    link: stage.links[step.invitation] ?? "",
  };
  const browser = stage.browser(step.browser);
  const seen = await stage.inTurn(async () => {
    const started = world.now();
    const followed =
      step.must_offer === true
        ? await asOffered(stage, browser, "accept_invite", opens, variables)
        : (await world.sp.act(browser, stage.byHand("accept_invite"), variables)).page;
    const arrival = await throughIdp(stage, browser, followed, key, variables);
    return observeEnd(stage, { person: step.person, connection, browser, arrival, started, byIdp: false });
  });
  return { signIns: [seen], session: seen.session, touchesAccounts: true };
}

function opens({ kind }: Action): boolean {
  return kind === "open" || kind === "request";
}
