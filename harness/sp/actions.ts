import { defined } from "../defined.ts";
import { beginning } from "../beginning.ts";
import { own } from "../own.ts";
import type { Browser, Miss, Page, PlainResponse } from "../agent/port.ts";
import type { Action, Json } from "../scenario/model/index.ts";
import { readJsonPath } from "../scenario/json-path.ts";
import { renderLoose, renderText, TemplateError, templatePaths, type Lookup } from "../scenario/template.ts";
import { parseJson } from "./json.ts";
import { keepAnswer, keepPage, keptBy, type Places } from "./kept.ts";

/** An action found nothing to act on; the message begins with its place in the target file. */
export class ActionFailed extends Error {
  /** Whether the next attempt may well succeed: the SP took no more, broke or gave no answer. */
  readonly passing: boolean;
  constructor(message: string, { passing = false }: { readonly passing?: boolean } = {}) {
    super(message);
    this.passing = passing;
  }
}

export interface ActionScope {
  /** Where the paths of the actions start. */
  readonly base_url: string;
  /** Values of the templates that a person or a check gives. */
  readonly variables: { readonly [path: string]: Json };
  /** What is kept on the way, for `{{kept.NAME}}`; left out: nothing. */
  readonly kept?: Places;
}

export interface Performed {
  /** Where it ended. */
  readonly page: Page | null;
  /** The first action that the SP refused (400 and more, or no answer), with its place and that answer; null: none. */
  readonly refused: string | null;
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
): Promise<Performed> {
  const { kept = {} } = scope;
  keepPage(browser, kept);
  let { page } = browser;
  let refused: string | null = null;
  for (const [index, action] of actions.entries()) {
    const lookup = await lookupIn(browser, action, scope);
    if (!isDue(browser, action, lookup)) continue;
    const done = await attempt(action, () => performAction(browser, action, actions[index + 1], { ...scope, lookup }));
    if (done === NOTHING) continue;
    page = action.optional === true && (done?.status ?? 200) >= 400 ? browser.page : done;
    keepPage(browser, kept);
    if (page !== null && asks(action)) refused ??= refusal(page, action);
    if (page !== null && isEnd(page, action)) break;
  }
  return { page, refused };
}

/** Kept values are looked for only where one is named: cookies have to be asked for. */
async function lookupIn(browser: Browser, action: Action, { variables, kept = {} }: ActionScope): Promise<Lookup> {
  const named = templatePaths(JSON.stringify(action)).some((path) => path.startsWith("kept."));
  const values = named ? await keptBy(browser, kept) : new Map<string, string>();
  return (path) => (path.startsWith("kept.") ? values.get(path.slice("kept.".length)) : own(variables, path));
}

/** Whether the page is the one that an action is for. */
function isDue({ page }: Browser, action: Action, lookup: Lookup): boolean {
  const { if: mark } = action;
  if (mark === undefined) return true;
  const text = (template: string) => written(action, () => renderText(template, lookup));
  if (page === null || page.failure !== undefined) return false;
  if (mark.selector !== undefined && !page.has(text(mark.selector))) return false;
  return mark.text === undefined || collapsed(page.text).includes(collapsed(text(mark.text)));
}

function collapsed(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().toLowerCase();
}

/** What is acted on is not on the page, or cannot be used there. */
class NotThere extends ActionFailed {}

/** An optional action that found nothing to act on. */
const NOTHING = Symbol("nothing");

async function attempt(action: Action, work: () => Promise<Page | null>): Promise<Page | null | typeof NOTHING> {
  try {
    return await work();
  } catch (error) {
    if (action.optional === true && error instanceof NotThere) return NOTHING;
    throw error;
  }
}

function isEnd({ failure, status }: Page, action: Action): boolean {
  const told = status ?? 200;
  if (failure !== undefined || told >= 500 || told === 429) return true;
  return action.kind === "request" && action.open !== undefined && told >= 400;
}

function asks({ kind }: Action): boolean {
  return kind === "open" || kind === "press" || kind === "follow" || kind === "request";
}

function refusal({ url, status, failure, text, title }: Page, { place, optional }: Action): string | null {
  if (optional === true) return null;
  const at = `${place.file}:${place.line}:${place.column}`;
  const path = url.split(/[?#]/, 1)[0] ?? url;
  if (failure !== undefined) return `${at}: ${path} gave no answer: ${failure.detail}`;
  if (status === null || status < 400) return null;
  return `${at}: ${path} answered HTTP ${status}: ${beginning(text || title, 120) || "(no text)"}`;
}

interface Doing extends ActionScope {
  readonly lookup: Lookup;
}

/** @param next what is done after it. */
async function performAction(
  browser: Browser,
  action: Action,
  next: Action | undefined,
  doing: Doing,
): Promise<Page | null> {
  const text = (template: string) => written(action, () => renderText(template, doing.lookup));
  const address = (target: string) => new URL(text(target), `${doing.base_url}/`).href;
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
      const answer = await sendRequest(browser, action, address(action.request.target), doing);
      keepAnswer(browser, answer, doing.kept ?? {});
      if (answer.failure !== undefined || (answer.status ?? 500) >= 400) return pageOf(answer);
      if (action.open !== undefined) return browser.open(addressIn(answer, action, action.open));
      return browser.page ?? pageOf(answer);
    }
  }
}

/** What an action would send of what was not kept is the action's fault, told with its place. */
function written<T>(action: Action, render: () => T): T {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof TemplateError) || !error.path.startsWith("kept.")) throw error;
    const cure = "observe.session.kept must name where a sign-in leaves it";
    throw failed(action, `nothing was kept as ${error.path.slice("kept.".length)} in this browser: ${cure}`);
  }
}

function sendRequest(browser: Browser, action: RequestAction, url: string, { lookup }: Doing): Promise<PlainResponse> {
  const render = <T extends Json>(value: T) => written(action, () => renderLoose(value, lookup)) as T;
  // A header that holds what was not kept is not sent: half of it would say something else.
  const headers = Object.entries(action.headers).filter(([, header]) =>
    templatePaths(header).every((path) => !path.startsWith("kept.") || lookup(path) !== undefined),
  );
  return browser.request(action.request.method, url, {
    headers: render(Object.fromEntries(headers)),
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
    ...defined({ failure }),
    headers,
    body,
    has: () => false,
    textOf: () => null,
    contentOf: () => null,
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
  const at = `${place.file}:${place.line}:${place.column}`;
  if (typeof problem === "string") return new ActionFailed(`${at}: ${problem}`);
  const { missed, told, cure } = problem;
  const message = `${at}: ${told}: ${cure}`;
  return missed === "nothing" || missed === "disabled" ? new NotThere(message) : new ActionFailed(message);
}
