import { performActions } from "../target/index.ts";
import type { Connection, Expect, SignInStep } from "../scenario/model/index.ts";
import { seenPage } from "./end.ts";
import type { Stage } from "./stage.ts";
import type { ActionVariables } from "./variables.ts";

/** Whether somewhere in what a step expects it is judged what the person is told. */
export function expectsMessage({ expect }: Pick<SignInStep, "expect">): boolean {
  const says = ({ all, one_of }: Expect): boolean => all.some(({ kind }) => kind === "message") || one_of.some(says);
  return expect !== undefined && says(expect);
}

/**
 * What a fresh browser is shown where people begin to sign in: the page on which the connection's actions start, or
 * the SP's own front page where they go straight to the IdP. Null where there is none to be seen.
 */
export async function frontPage(
  stage: Stage,
  { sign_in }: Connection,
  variables: ActionVariables,
): Promise<string | null> {
  const { base_url } = stage.world.sp;
  const browser = stage.browser(undefined);
  const [first] = sign_in;
  const page =
    first?.kind === "open" && sign_in.length > 1
      ? await performActions(browser, [first], { base_url, variables })
      : await browser.open(base_url);
  return page === null || page.failure !== undefined || (page.status ?? 400) >= 400 ? null : seenPage(page).text;
}
