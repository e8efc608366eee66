import { ActionFailed } from "../sp/index.ts";
import type { Browser, Page } from "../agent/port.ts";
import type { Action } from "../scenario/model/index.ts";
import type { Stage } from "./stage.ts";
import type { ActionVariables } from "./variables.ts";
import { isAt } from "./walk.ts";

/**
 * Does a list of `drive` as far as the SP's pages offer it: up to the first action that `begins` it must be done, and
 * where one after it finds nothing to act on, the page that stands there is the SP's answer. At an IdP it ends.
 * Throws ActionFailed.
 */
export async function asOffered(
  stage: Stage,
  browser: Browser,
  list: string,
  begins: (action: Action) => boolean,
  variables: ActionVariables,
): Promise<Page | null> {
  const { sp, idps } = stage.world;
  const actions = stage.byHand(list);
  const begun = actions.findIndex(begins) + 1;
  const { page } = await sp.act(browser, actions.slice(0, begun), variables);
  const rest = actions.slice(begun);
  if (rest.length === 0 || page === null || isAt(page, idps.origin)) return page;
  try {
    return (await sp.act(browser, rest, variables)).page;
  } catch (error) {
    if (error instanceof ActionFailed && !error.passing) return browser.page;
    throw error;
  }
}
