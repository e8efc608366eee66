import type { Browser, Page } from "../agent/port.ts";
import { renderLoose, renderText } from "../scenario/template.ts";
import type { Action, Json } from "../scenario/model/index.ts";
import { readJsonPath } from "../target/json-path.ts";
import type { World } from "./world.ts";

type Variables = { readonly [path: string]: string };

/** A list of actions could not be done: the page lacks what the next one names. */
export class ActionFailed extends Error {}

/**
 * Does what a person does by hand, one thing after another, and tells the page where it ended.
 * A navigation that fails, or a page that crashed, ends the list: the page says why. An action that finds nothing to act on throws.
 */
export async function perform(world: World, browser: Browser, actions: readonly Action[], variables: Variables): Promise<Page | null> {
  let page: Page | null = browser.page;
  for (const action of actions) {
    page = await performOne(world, browser, action, variables);
    if (page?.failure !== undefined || (page?.status ?? 200) >= 500) return page;
  }
  return page;
}

async function performOne(world: World, browser: Browser, action: Action, variables: Variables): Promise<Page | null> {
  const text = (template: string) => renderText(template, (path) => variables[path]);
  const address = (target: string) => new URL(text(target), `${world.sp.base_url}/`).href;
  switch (action.kind) {
    case "open":
      return browser.open(address(action.target));
    case "fill":
      for (const [field, value] of Object.entries(action.fields)) {
        if (!browser.fill(field, text(value))) throw missing(`no field "${field}"`, browser, action);
      }
      return browser.page;
    case "press":
    case "follow": {
      const page = await browser.press(text(action.what));
      if (page === null) throw missing(`nothing to ${action.kind} named "${action.what}"`, browser, action);
      return page;
    }
    case "request":
      return request(browser, action, variables, address);
  }
}

/** What a page's script would send; where `open` is given, the address in the answer is then navigated to. */
async function request(
  browser: Browser,
  action: Extract<Action, { kind: "request" }>,
  variables: Variables,
  address: (target: string) => string,
): Promise<Page | null> {
  const render = <T extends Json>(value: T) => renderLoose(value, (path) => variables[path]) as T;
  const answer = await browser.request(action.request.method, address(action.request.target), {
    headers: render(action.headers),
    ...(action.json === undefined ? {} : { json: render(action.json) }),
    ...(action.form === undefined ? {} : { form: render(action.form) }),
  });
  if (action.open === undefined) return browser.page;
  let body: unknown;
  try {
    body = JSON.parse(answer.body);
  } catch {
    throw new ActionFailed(`${at(action)}: ${action.request.method} ${action.request.target} answered ${answer.status ?? "nothing"} and no JSON`);
  }
  const [found] = readJsonPath(body, action.open);
  if (typeof found !== "string") throw new ActionFailed(`${at(action)}: ${action.open} finds no address in the answer`);
  return browser.open(new URL(found, answer.url).href);
}

function missing(what: string, browser: Browser, action: Action): ActionFailed {
  return new ActionFailed(`${at(action)}: ${what} on the page at ${browser.page?.url ?? "(no page)"}`);
}

function at({ place }: Action): string {
  return `${place.file}:${place.line}:${place.column}`;
}
