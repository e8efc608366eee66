import { ActionFailed } from "../../sp/index.ts";
import type { Browser, Page } from "../../agent/port.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { observeEnd } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { accountVariables, personVariables, seededAccount, type ActionVariables } from "../variables.ts";
import { isAt } from "../walk.ts";

/** Somebody signs in with a password: a seeded account with its own, or whoever tries one. */
export async function drivePasswordSignIn(stage: Stage, step: StepOf<"password_sign_in">): Promise<StepResult> {
  const { world } = stage;
  const browser = stage.browser(step.browser);
  const connection = stage.connection(stage.check.connection);
  const seen = await stage.inTurn(async () => {
    const started = world.now();
    const page = await walk(stage, browser, whoIs(stage, step));
    const arrival = { shown: page, page };
    const end = await observeEnd(stage, { person: step.who, connection, browser, arrival, started, byIdp: false });
    return stage.answered("password_sign_in", end);
  });
  return { signIns: [seen], session: seen.session, touchesAccounts: true };
}

function whoIs(stage: Stage, { who, password }: StepOf<"password_sign_in">): ActionVariables {
  const account = seededAccount(stage, who);
  const variables =
    account === undefined
      ? personVariables(stage, who, stage.person(who).connection)
      : accountVariables(stage, account);
  return password === undefined ? variables : { ...variables, password };
}

/**
 * An SP that asks for the address first may lead its person to the IdP, where no password of its own is asked for:
 * that is its way to refuse one, and no fault of the target file.
 */
async function walk(stage: Stage, browser: Browser, variables: ActionVariables): Promise<Page | null> {
  const { sp, idps } = stage.world;
  try {
    return (await sp.act(browser, stage.byHand("password_sign_in"), variables)).page;
  } catch (error) {
    const { page } = browser;
    if (error instanceof ActionFailed && page !== null && isAt(page, idps.origin)) return page;
    throw error;
  }
}
