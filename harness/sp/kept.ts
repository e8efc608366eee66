import type { Browser, Page, PlainResponse } from "../agent/port.ts";
import type { KeptFrom } from "../scenario/model/index.ts";
import { decoded, valueAt } from "./kept-value.ts";

/** By name, where a value that is kept stands. */
export type Places = { readonly [name: string]: KeptFrom };

/** What one browser keeps, as a page's script would have stored it: it stays when the person goes on. */
interface Store {
  readonly values: Map<string, string>;
  /** Pages and answers that were read: what was forgotten is not found again on a page that is still open. */
  readonly read: WeakSet<object>;
  /** The answer to the last request that an action sent: no page shows it. */
  answer?: PlainResponse;
}

const stores = new WeakMap<Browser, Store>();

function storeOf(browser: Browser): Store {
  let store = stores.get(browser);
  if (store === undefined) stores.set(browser, (store = { values: new Map(), read: new WeakSet() }));
  return store;
}

/** Keeps what a script's request was answered. */
export function keepAnswer(browser: Browser, answer: PlainResponse, places: Places): void {
  const store = storeOf(browser);
  store.answer = answer;
  for (const [name, place] of Object.entries(places)) {
    const value = valueAt({ ...answer, contentOf: () => null }, name, place);
    if (value !== null) store.values.set(name, value);
  }
}

/** The answer to the last request that an action sent in this browser. */
export function lastAnswer(browser: Browser): PlainResponse | undefined {
  return stores.get(browser)?.answer;
}

/** Keeps what the page has on which the browser is: before it is left, and whenever something of it is asked for. */
export function keepPage(browser: Browser, places: Places): void {
  const { page } = browser;
  const { values, read } = storeOf(browser);
  if (page === null || read.has(page)) return;
  for (const [name, place] of Object.entries(places)) {
    const value = valueAt(sourceOf(page), name, place);
    if (value !== null) values.set(name, value);
  }
  // Only now: what could not be read is told whenever it is asked for.
  read.add(page);
}

/** All that the browser keeps, by name. Throws an Error for an invalid JSONPath. */
export async function keptBy(browser: Browser, places: Places): Promise<ReadonlyMap<string, string>> {
  keepPage(browser, places);
  const kept = new Map(storeOf(browser).values);
  const inCookies = Object.entries(places).flatMap(([name, place]) =>
    "cookie" in place ? [{ name, place, cookie: place.cookie }] : [],
  );
  if (inCookies.length === 0) return kept;
  const cookies = await browser.cookies();
  for (const { name, place, cookie } of inCookies) {
    const held = cookies.find((one) => one.name === cookie);
    const value = held === undefined ? null : decoded(held.value, place);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

/** Keeps what was read elsewhere for whoever has this browser. */
export function keep(browser: Browser, name: string, value: string): void {
  storeOf(browser).values.set(name, value);
}

/** Who has signed out has nothing to show any more; cookies are the SP's own to take away. */
export function forgetKept(browser: Browser): void {
  const { values, read } = storeOf(browser);
  values.clear();
  if (browser.page !== null) read.add(browser.page);
}

/** What one browser keeps at this moment is kept by another, too. */
export function giveKept(from: Browser, to: Browser, places: Places): void {
  keepPage(from, places);
  keepPage(to, places);
  for (const [name, value] of storeOf(from).values) storeOf(to).values.set(name, value);
}

export function sourceOf(page: Page): Parameters<typeof valueAt>[0] {
  return {
    url: page.url,
    headers: page.headers ?? {},
    body: page.body ?? "",
    contentOf: (selector, attribute) => page.contentOf(selector, attribute),
  };
}
