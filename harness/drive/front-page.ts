import type { Browser } from "../agent/port.ts";
import type { Sp } from "../sp/port.ts";
import type { Action, Step } from "../scenario/model/index.ts";
import { readsPage } from "../scenario/vocabulary/index.ts";
import { seenPage } from "./end.ts";
import type { ActionVariables } from "./variables.ts";

/** Whether somewhere in what a step expects it is judged what the person is told. */
export function expectsMessage({ expect }: Pick<Step, "expect">): boolean {
  return expect !== undefined && readsPage(expect);
}

/**
 * The text of the page where people begin to sign in: the one on which the connection's actions start, or the SP's own
 * front page where they go straight to the IdP. Null where none is shown. `browser`: a fresh one.
 */
export async function frontPage(
  sp: Pick<Sp, "base_url" | "act">,
  browser: Browser,
  sign_in: readonly Action[],
  variables: ActionVariables,
): Promise<string | null> {
  const [first] = sign_in;
  const page =
    first?.kind === "open" && sign_in.length > 1
      ? (await sp.act(browser, [first], variables)).page
      : await browser.open(sp.base_url);
  return page === null || page.failure !== undefined || (page.status ?? 400) >= 400 ? null : seenPage(page).text;
}
