import type { Browser, Miss, Page, PlainResponse } from "../agent/port.ts";
import { renderLoose, renderText } from "../scenario/template.ts";
import type { Action, Json } from "../scenario/model/index.ts";
import { parseJson } from "./json.ts";
import { noteAnswer, notePage } from "./kept.ts";
import { readJsonPath } from "../scenario/json-path.ts";

/** An action found nothing to act on; the message begins with its place in the target file. */
export class ActionFailed extends Error {}

export interface ActionScope {
  /** Where the paths of the actions start. */
  readonly base_url: string;
  /** Values of the templates that a person or a check gives. */
  readonly variables: { readonly [path: string]: Json };
}

/** As much of an answer as a page shows. */
const SHOWN_CHARACTERS = 64 * 1024;

type RequestAction = Extract<Action, { readonly kind: "request" }>;

/**
 * Does what a person does by hand, one thing after another, and tells the page where it ended. A navigation that
 * fails, a page that crashed or asks for patience, and a refusal of what should have told an address end the list: that
 * page says why. Throws ActionFailed and TemplateError.
 */
export async function performActions(
  browser: Browser,
  actions: readonly Action[],
  scope: ActionScope,
): Promise<Page | null> {
  notePage(browser);
  let page = browser.page;
  for (const [index, action] of actions.entries()) {
    page = await performAction(browser, action, actions[index + 1], scope);
    if (page !== null && isEnd(page, action)) break;
  }
  return page;
}

function isEnd({ failure, status }: Page, action: Action): boolean {
  const told = status ?? 200;
  if (failure !== undefined || told >= 500 || told === 429) return true;
  return action.kind === "request" && action.open !== undefined && told >= 400;
}

/** @param next what is done after it. */
async function performAction(
  browser: Browser,
  action: Action,
  next: Action | undefined,
  scope: ActionScope,
): Promise<Page | null> {
  const text = (template: string) => renderText(template, (path) => scope.variables[path]);
  const address = (target: string) => new URL(text(target), `${scope.base_url}/`).href;
  switch (action.kind) {
    case "open":
      return browser.open(address(action.target));
    case "fill": {
      const fields = Object.entries(action.fields).map(([field, value]) => [field, text(value)]);
      const pressed = next?.kind === "press" ? text(next.what) : undefined;
      const miss = await browser.fillIn(Object.fromEntries(fields) as { [field: string]: string }, pressed);
      if (miss !== null) throw failed(action, miss);
      return browser.page;
    }
    case "press":
    case "follow": {
      const pressed = await browser.press(text(action.what), action.kind === "follow" ? "link" : undefined);
      if ("missed" in pressed) throw failed(action, pressed);
      return pressed;
    }
    case "wait_for": {
      const shown = await browser.waitFor(text(action.what));
      if ("missed" in shown) throw failed(action, shown);
      return shown;
    }
    case "request": {
      const answer = await sendRequest(browser, action, address(action.request.target), scope);
      noteAnswer(browser, answer);
      if (answer.failure !== undefined || (answer.status ?? 500) >= 400) return pageOf(answer);
      if (action.open !== undefined) return browser.open(addressIn(answer, action, action.open));
      return browser.page ?? pageOf(answer);
    }
  }
}

function sendRequest(
  browser: Browser,
  action: RequestAction,
  url: string,
  { variables }: ActionScope,
): Promise<PlainResponse> {
  const render = <T extends Json>(value: T) => renderLoose(value, (path) => variables[path]) as T;
  return browser.request(action.request.method, url, {
    headers: render(action.headers),
    ...(action.json === undefined ? {} : { json: render(action.json) }),
    ...(action.form === undefined ? {} : { form: render(action.form) }),
  });
}

/** What a script was answered, as the page that it would tell the person of. */
function pageOf(answer: PlainResponse): Page {
  const { url, status, contentType, headers, body, failure } = answer;
  return {
    url,
    status,
    contentType,
    title: "",
    text: body.replaceAll(/\s+/g, " ").trim().slice(0, SHOWN_CHARACTERS),
    forms: [],
    ...(failure === undefined ? {} : { failure }),
    headers,
    body,
    has: () => false,
    textOf: () => null,
  };
}

/** The address in a JSON answer that is navigated to next. */
function addressIn(answer: PlainResponse, action: RequestAction, path: string): string {
  const asked = `${action.request.method} ${action.request.target}`;
  let found: unknown;
  try {
    [found] = readJsonPath(parseJson(answer.body), path);
  } catch {
    throw failed(action, `${asked} answered HTTP ${answer.status ?? "(nothing)"}, and ${path} cannot be read in it`);
  }
  if (typeof found !== "string" || !URL.canParse(found, answer.url))
    throw failed(action, `${path} finds no address in what ${asked} answered`);
  return new URL(found, answer.url).href;
}

function failed({ place }: Action, problem: string | Miss): ActionFailed {
  const told = typeof problem === "string" ? problem : `${problem.told}: ${problem.cure}`;
  return new ActionFailed(`${place.file}:${place.line}:${place.column}: ${told}`);
}
