import { CANCEL_FORM, KEPT_PAGE, PICK_FIELD, PICK_FORM } from "../idp/port.ts";
import type { Performed } from "../sp/port.ts";
import type { Action } from "../scenario/model/index.ts";
import type { Browser, Page } from "../agent/port.ts";
import type { Stage } from "./stage.ts";
import type { ActionVariables } from "./variables.ts";

/** An SP that sends the person round again must not be followed for ever. */
const MAX_PICKS = 3;

/** Where a sign-in led. */
export interface Arrival {
  /** The last page that the SP led the person to: what somebody who was not let in was told. */
  readonly shown: Page | null;
  /** Where the onboarding that comes after it ended; the same where there is none. */
  readonly page: Page | null;
  /** What of the onboarding the SP refused, with its place; left out: nothing. */
  readonly refused?: string;
}

/** From wherever the SP led, over the IdP's login page and the onboarding that comes after it, to where the person ends. */
export async function throughIdp(
  stage: Stage,
  browser: Browser,
  start: Page | null,
  key: string,
  variables: ActionVariables,
): Promise<Arrival> {
  const { world } = stage;
  let page = start;
  for (let picks = 0; picks < MAX_PICKS && page !== null && atLoginPage(page, world.idps.origin); picks++) {
    page = await browser.submit(PICK_FORM, { [PICK_FIELD]: key });
  }
  if (page !== null && isAt(page, world.idps.origin) && page.has(KEPT_PAGE)) return { shown: page, page };
  return onboard(stage, browser, page, variables);
}

/** From where the SP led with an answer of the IdP; where it leads to the IdP again, nobody signs in there. */
export async function afterIdp(
  stage: Stage,
  browser: Browser,
  page: Page | null,
  variables: ActionVariables,
): Promise<Arrival> {
  if (page !== null && isAt(page, stage.world.idps.origin)) return { shown: page, page };
  return onboard(stage, browser, page, variables);
}

/**
 * The actions that act on what the SP showed belong to it; from the first on that goes elsewhere by itself, what it
 * leads to tells a person who was not let in nothing. An SP that broke, or takes no more, is not gone on with.
 */
async function onboard(
  { world }: Stage,
  browser: Browser,
  landed: Page | null,
  variables: ActionVariables,
): Promise<Arrival> {
  const actions = world.target.after_sign_in;
  if (actions.length === 0 || landed === null || isStuck(landed)) return { shown: landed, page: landed };
  const away = actions.findIndex(leaves);
  const [there, elsewhere] = away === -1 ? [actions, []] : [actions.slice(0, away), actions.slice(away)];
  const first = await world.sp.act(browser, there, variables);
  const shown = there.length === 0 ? landed : (first.page ?? landed);
  if (elsewhere.length === 0 || isStuck(shown)) return { shown, page: shown, ...refusedBy(first) };
  const second = await world.sp.act(browser, elsewhere, variables);
  return { shown, page: second.page ?? shown, ...refusedBy(first, second) };
}

function refusedBy(...all: readonly Performed[]): Pick<Arrival, "refused"> {
  const [refused] = all.flatMap((one) => one.refused ?? []);
  return refused === undefined ? {} : { refused };
}

/** Whether an action leaves what the SP showed, wherever that is. */
function leaves({ kind }: Action): boolean {
  return kind === "open" || kind === "request";
}

/** Whether the SP broke there, or takes no more. */
export function isStuck({ failure, status }: Page): boolean {
  return failure !== undefined || (status ?? 200) >= 500 || status === 429;
}

/** Whether the browser stands where a person says who they are. */
function atLoginPage(page: Page, origin: string): boolean {
  return isAt(page, origin) && (page.has(PICK_FORM) || page.has(CANCEL_FORM));
}

export function isAt(page: { readonly url: string }, origin: string): boolean {
  return page.url.startsWith(`${origin}/`);
}
