import { ActionFailed } from "../../sp/index.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { observeEnd } from "../end.ts";
import type { KeptAnswer, Stage, StepResult } from "../stage.ts";
import { personVariables } from "../variables.ts";
import { afterIdp } from "../walk.ts";

/** Sends a browser to the SP with an answer that was kept; what the SP makes of it ends as a sign-in does. */
export async function driveDeliver(stage: Stage, step: StepOf<"deliver">): Promise<StepResult> {
  const { world } = stage;
  const { person, connection: home, address } = kept(stage, step.answer);
  const connection = stage.connection(step.at ?? home);
  const url = new URL(address);
  if (step.at !== undefined) url.searchParams.set("to", connection.name);
  if (step.state_of !== undefined)
    url.searchParams.set("state_of", kept(stage, step.state_of).address.replace(/^.*\//, ""));
  const browser = stage.browser(step.browser);
  const seen = await stage.inTurn(async () => {
    const started = world.now();
    const page = await browser.open(url.href);
    const arrival = await afterIdp(stage, browser, page, personVariables(stage, person, connection.name));
    const end = await observeEnd(stage, { person, connection, browser, arrival, started, byIdp: true });
    return { ...end, brought: true as const };
  });
  return { signIns: [seen], session: seen.session, touchesAccounts: true };
}

function kept(stage: Stage, name: string): KeptAnswer {
  const answer = stage.kept[name];
  if (answer === undefined || answer === null)
    throw new ActionFailed(
      `no answer was kept as ${name}: the SP did not send the browser to the IdP, or it did not answer`,
    );
  return answer;
}
