import type { Browser, Page } from "../../agent/port.ts";
import { doorPage } from "../../observe/door.ts";
import { ActionFailed } from "../../sp/index.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { atDoor } from "../at-door.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { type ActionVariables, whoVariables } from "../variables.ts";

type ForgotStep = StepOf<"forgot_password">;

/** A name that nobody can have (RFC 2606). */
const FORGED_HOST = "forged.example";

/** Asks for a new password, and waits for the mail. Throws ActionFailed where one must come and does not. */
export async function driveForgotPassword(stage: Stage, step: ForgotStep): Promise<StepResult> {
  const { mailbox } = stage.world.sp;
  if (mailbox === null) throw new Error("the plan has a step that needs the SP's mail");
  const variables = whoVariables(stage, step.who);
  const to = { address: variables["email"] ?? "", ns: stage.variant.ns };
  const browser = stage.browser(step.browser);
  const before = await mailbox.before(to);
  const said = step.forged === undefined || browser.say({ [step.forged]: FORGED_HOST });
  const page = said ? await stage.inTurn(() => ask(stage, step, browser, variables)) : null;
  const astray = step.forged === undefined ? undefined : FORGED_HOST;
  const came = said ? await mailbox.awaited(to, before, step.control, astray) : { link: null, astray: null, ms: 0 };
  const { link, ms } = came;
  stage.mailed[step.mail ?? step.who] = link;
  if (link === null && step.control) throw new ActionFailed(`${noMail(to.address, ms)}${answerOf(page)}: ${CURE}`);
  const session = await stage.look(browser);
  const forged = step.forged === undefined ? {} : { forged: { said, leads: came.astray } };
  const mail = { to: to.address, came: link !== null || came.astray !== null, ms, ...forged };
  const door = { typed: to.address, who: step.who, ...(page === null ? {} : { told: doorPage(page, to.address) }) };
  return { signIns: [], session, mail, door, page: seenPage(page), touchesAccounts: true };
}

/** An SP that is told another host need not show what the list is for: that it leads astray is seen by the mail. */
async function ask(stage: Stage, step: ForgotStep, browser: Browser, variables: ActionVariables): Promise<Page | null> {
  try {
    return await atDoor(stage, browser, "forgot_password", variables);
  } catch (error) {
    if (!(error instanceof ActionFailed) || step.forged === undefined) throw error;
    return browser.page;
  } finally {
    if (step.forged !== undefined) browser.say({});
  }
}

function noMail(address: string, ms: number): string {
  return `no mail with a link of the SP came to ${address} in ${(ms / 1_000).toFixed(1)} s`;
}

/** An SP that fails where it would send the mail says so. */
function answerOf(page: Page | null): string {
  return (page?.status ?? 200) < 400 ? "" : ` (the SP answered HTTP ${page?.status})`;
}

const CURE = "tell the SP where its mail goes ({{mail.url}}), or correct mail or drive.forgot_password";
