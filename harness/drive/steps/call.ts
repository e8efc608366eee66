import type { StepOf } from "../../scenario/model/index.ts";
import { seenPage } from "../end.ts";
import type { CallContext } from "../own-code-context.ts";
import { callOwnCode, contextOf } from "../own-code.ts";
import type { Stage, StepResult } from "../stage.ts";

/** Does what a module of the user's own does. */
export async function driveCall(stage: Stage, { code, browser: name }: StepOf<"call">): Promise<StepResult> {
  const browser = stage.browser(name);
  const before = browser.page;
  const context: CallContext = { ...contextOf(stage, code), browser };
  await callOwnCode(stage, code, context);
  const { page } = browser;
  const isUsed = name !== undefined || page !== before;
  return {
    signIns: [],
    ...(isUsed ? { session: await stage.look(browser) } : {}),
    ...(page !== null && page !== before ? { page: seenPage(page) } : {}),
    touchesAccounts: true,
  };
}
