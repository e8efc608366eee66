import type { StepOf } from "../../scenario/model/index.ts";
import { atDoor } from "../at-door.ts";
import { observeEnd } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { whoVariables } from "../variables.ts";

/** Somebody signs in with a password: a seeded account with its own, or whoever tries one. */
export async function drivePasswordSignIn(stage: Stage, step: StepOf<"password_sign_in">): Promise<StepResult> {
  const { world } = stage;
  const browser = stage.browser(step.browser);
  const connection = stage.connection(stage.check.connection);
  const own = whoVariables(stage, step.who);
  const variables = step.password === undefined ? own : { ...own, password: step.password };
  const seen = await stage.inTurn(async () => {
    const started = world.now();
    const page = await atDoor(stage, browser, "password_sign_in", variables);
    const arrival = { shown: page, page };
    const end = await observeEnd(stage, { person: step.who, connection, browser, arrival, started, byIdp: false });
    return stage.answered("password_sign_in", end);
  });
  return { signIns: [seen], session: seen.session, touchesAccounts: true };
}
