import type { Browser, Page } from "../agent/port.ts";
import { ActionFailed } from "../sp/index.ts";
import type { Stage } from "./stage.ts";
import type { ActionVariables } from "./variables.ts";
import { isAt } from "./walk.ts";

/**
 * Does a list of `drive` at the SP's own door. An SP that asks for the address first may lead its person to the IdP,
 * where no password of its own is asked for: that is its way to refuse one, and no fault of the target file.
 */
export async function atDoor(
  stage: Stage,
  browser: Browser,
  list: string,
  variables: ActionVariables,
): Promise<Page | null> {
  const { sp, idps } = stage.world;
  try {
    return (await sp.act(browser, stage.byHand(list), variables)).page;
  } catch (error) {
    const { page } = browser;
    if (error instanceof ActionFailed && page !== null && isAt(page, idps.origin)) return page;
    throw error;
  }
}
