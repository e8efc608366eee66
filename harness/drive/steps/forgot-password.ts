import type { Page } from "../../agent/port.ts";
import { ActionFailed } from "../../sp/index.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { atDoor } from "../at-door.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { whoVariables } from "../variables.ts";

/** Asks for a new password, and waits for the mail. Throws ActionFailed where one must come and does not. */
export async function driveForgotPassword(stage: Stage, step: StepOf<"forgot_password">): Promise<StepResult> {
  const { mailbox } = stage.world.sp;
  if (mailbox === null) throw new Error("the plan has a step that needs the SP's mail");
  const variables = whoVariables(stage, step.who);
  const to = { address: variables["email"] ?? "", ns: stage.variant.ns };
  const browser = stage.browser(step.browser);
  const before = await mailbox.before(to);
  const page = await stage.inTurn(() => atDoor(stage, browser, "forgot_password", variables));
  const { link, ms } = await mailbox.awaited(to, before, step.control);
  stage.mailed[step.mail ?? step.who] = link;
  if (link === null && step.control) throw new ActionFailed(`${noMail(to.address, ms)}${answerOf(page)}: ${CURE}`);
  const session = await stage.look(browser);
  const mail = { to: to.address, came: link !== null, ms };
  return { signIns: [], session, mail, page: seenPage(page), touchesAccounts: true };
}

function noMail(address: string, ms: number): string {
  return `no mail with a link of the SP came to ${address} in ${(ms / 1_000).toFixed(1)} s`;
}

/** An SP that fails where it would send the mail says so. */
function answerOf(page: Page | null): string {
  return (page?.status ?? 200) < 400 ? "" : ` (the SP answered HTTP ${page?.status})`;
}

const CURE = "tell the SP where its mail goes ({{mail.url}}), or correct mail or drive.forgot_password";
