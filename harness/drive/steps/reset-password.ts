import { ActionFailed } from "../../sp/index.ts";
import type { Browser } from "../../agent/port.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { atDoor } from "../at-door.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { whoVariables } from "../variables.ts";

/**
 * Follows the link of a mail. What it leads to need be no form where the list was seen to work before: that a link is
 * dead, or of a mail that says how to sign in, is an answer of the SP. Throws ActionFailed.
 */
export async function driveResetPassword(stage: Stage, step: StepOf<"reset_password">): Promise<StepResult> {
  const link = stage.mailed[step.mail ?? step.who];
  if (link === undefined) throw new Error(`the plan has no mail ${step.mail ?? step.who}`);
  const browser = stage.browser(step.browser);
  if (link !== null) await stage.inTurn(() => follow(stage, browser, step, link));
  else if (step.control) throw new ActionFailed(`no mail came to ${step.who}`);
  const session = await stage.look(browser);
  return { signIns: [], session, page: seenPage(browser.page), touchesAccounts: true };
}

async function follow(stage: Stage, browser: Browser, step: StepOf<"reset_password">, link: string): Promise<void> {
  const variables = { ...whoVariables(stage, step.who), link, password: step.password };
  try {
    await atDoor(stage, browser, "reset_password", variables);
    stage.followed ||= step.control;
  } catch (error) {
    if (!(error instanceof ActionFailed) || step.control || !stage.followed) throw error;
  }
}
