import { CANCEL_FORM, PICK_FIELD, PICK_FORM } from "../idp/port.ts";
import { performActions } from "../target/index.ts";
import type { Browser, Page } from "../agent/port.ts";
import type { Stage } from "./stage.ts";
import type { ActionVariables } from "./variables.ts";

/** An SP that sends the person round again must not be followed for ever. */
const MAX_PICKS = 3;

/** From wherever the SP led, over the IdP's login page and the onboarding that comes after it, to where the person ends. */
export async function throughIdp(
  stage: Stage,
  browser: Browser,
  start: Page | null,
  key: string,
  variables: ActionVariables,
): Promise<Page | null> {
  const { world } = stage;
  let page = start;
  for (let picks = 0; picks < MAX_PICKS && page !== null && atLoginPage(page, world.idps.origin); picks++) {
    page = await browser.submit(PICK_FORM, { [PICK_FIELD]: key });
  }
  if (world.target.after_sign_in.length > 0 && page !== null && page.failure === undefined) {
    const scope = { base_url: world.sp.base_url, variables };
    page = (await performActions(browser, world.target.after_sign_in, scope)) ?? page;
  }
  return page;
}

/** Whether the browser stands where a person says who they are. */
function atLoginPage(page: Page, origin: string): boolean {
  return isAt(page, origin) && (page.has(PICK_FORM) || page.has(CANCEL_FORM));
}

export function isAt(page: Page, origin: string): boolean {
  return page.url.startsWith(`${origin}/`);
}
