import type { Browser, Page, PlainResponse } from "../agent/port.ts";
import type { KeptFrom } from "../scenario/model/index.ts";
import { parseJson } from "./json.ts";
import { readJsonPath } from "../scenario/json-path.ts";

/** What a page or a script's request came back with. */
interface Answer {
  readonly url: string;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: string;
}

/** The answers to requests that an action sent as a page's script would: no page shows them. */
const answers = new WeakMap<Browser, PlainResponse>();
/** The page on which the browser stood before the actions that it did last: they may have left the end of a sign-in. */
const left = new WeakMap<Browser, Page>();
/** What was found, as a page's script would have stored it: it stays when the person goes on. */
const stored = new WeakMap<Browser, Map<string, string>>();

export function noteAnswer(browser: Browser, answer: PlainResponse): void {
  answers.set(browser, answer);
}

/** The answer to the last request that an action sent in this browser. */
export function lastAnswer(browser: Browser): PlainResponse | undefined {
  return answers.get(browser);
}

export function notePage(browser: Browser): void {
  if (browser.page !== null) left.set(browser, browser.page);
}

/** What the browser's sign-in left, by name. Throws an Error for an invalid JSONPath. */
export function keptBy(browser: Browser, places: { readonly [name: string]: KeptFrom }): ReadonlyMap<string, string> {
  const kept = stored.get(browser) ?? new Map<string, string>();
  stored.set(browser, kept);
  const sources = [answers.get(browser), answerOf(left.get(browser)), answerOf(browser.page)];
  for (const source of sources) {
    for (const [name, place] of Object.entries(places)) {
      const value = source === undefined ? null : valueAt(source, place);
      if (value !== null) kept.set(name, value);
    }
  }
  return kept;
}

/** What one browser keeps at this moment is kept by another, too. */
export function giveKept(from: Browser, to: Browser, places: { readonly [name: string]: KeptFrom }): void {
  stored.set(to, new Map([...keptBy(to, places), ...keptBy(from, places)]));
}

function answerOf(page: Page | null | undefined): Answer | undefined {
  return page === null || page === undefined
    ? undefined
    : { url: page.url, headers: page.headers ?? {}, body: page.body ?? "" };
}

function valueAt({ url, headers, body }: Answer, place: KeptFrom): string | null {
  if ("query" in place) return inAddress(url, place.query);
  if ("header" in place) {
    const found = headers[place.header.toLowerCase()];
    return (typeof found === "string" ? found : found?.[0]) ?? null;
  }
  const [found] = /^\s*[{["]/.test(body) ? readJsonPath(documentOf(body), place.json) : [];
  return typeof found === "string" || typeof found === "number" ? String(found) : null;
}

/**
 * A parameter of the query, or of the fragment, which never leaves the browser and is used for that reason: `#token=1`,
 * or `#/boards?token=1` where the fragment is a route of the page's own.
 */
function inAddress(address: string, name: string): string | null {
  const url = URL.parse(address);
  if (url === null) return null;
  const fragment = new URLSearchParams(url.hash.replace(/^#(?:[^?=]*\?|\/+)?/, ""));
  return url.searchParams.get(name) ?? fragment.get(name);
}

function documentOf(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return null;
  }
}
