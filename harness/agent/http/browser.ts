import { setMaxListeners } from "node:events";
import { defined } from "../../defined.ts";
import { findFields, findPressable, formsPressed, nothingCame, nothingToFill, nothingToPress } from "../hands/index.ts";
import type { Pressable, Telling } from "../hands/index.ts";
import type { Browser, Page, PlainResponse, RequestOptions } from "../port.ts";
import { decodeText } from "../../observe/charset.ts";
import { controlsOf, fillControl, formOf, isButton } from "./controls.ts";
import { createCookieBox } from "./cookies.ts";
import { attribute, closest, find, findSelected, type Element } from "./dom.ts";
import type { Recorder } from "./exchanges.ts";
import { sheetOf } from "./fields.ts";
import { instead, onlyAsks } from "./headers.ts";
import type { Reach } from "../../reach.ts";
import type { Limits } from "./limits.ts";
import { from, navigate, typed, type Navigation } from "./navigate.ts";
import { header, type LoadedPage } from "./page.ts";
import { boardOf, hasScripts, type HtmlPage } from "./press.ts";
import { scriptRequest } from "./script-request.ts";
import type { BrowserState } from "./state.ts";
import { entriesOf, submissionOf, type Entry } from "./submission.ts";
import { entriesWith, submitterFor } from "./submit.ts";
import { toggleOf } from "./toggle.ts";
import type { Wire, WireRequest, WireResponse } from "./wire.ts";

export interface BrowserParts {
  readonly name: string;
  readonly limits: Limits;
  readonly reach: Reach;
  readonly wire: Wire;
  readonly recorder: Recorder;
  /** Called once the browser is closed. */
  readonly closed: (browser: Browser) => void;
}

/** One person's browser: own cookies, one page at a time. */
export function createBrowser(parts: BrowserParts): Browser {
  const closing = new AbortController();
  // One listener for each request under way; a browser may have many.
  setMaxListeners(0, closing.signal);
  const cookies = createCookieBox(parts.limits);
  let page: LoadedPage | null = null;
  let said: { readonly [name: string]: string } = {};

  const state: BrowserState = {
    limits: parts.limits,
    reach: parts.reach,
    cookies,
    signal: closing.signal,
    send,
    record: (...facts) => parts.recorder.record(parts.name, ...facts),
  };

  async function send(asked: WireRequest, notes: string[]): Promise<WireResponse> {
    const request = onlyAsks(asked.method) ? asked : { ...asked, headers: instead(asked.headers, said) };
    const at = Date.now();
    const began = performance.now();
    const response = await parts.wire.send(request, closing.signal);
    const lines = response.headers["set-cookie"];
    if (lines !== undefined) cookies.take(request.url, typeof lines === "string" ? [lines] : lines, notes);
    state.record(at, performance.now() - began, request, response, notes);
    return response;
  }

  async function go(navigation: Navigation): Promise<Page> {
    if (closing.signal.aborted) throw new TypeError(`the browser ${parts.name} is closed`);
    page = await navigate(state, navigation);
    return page;
  }

  function current(): HtmlPage | null {
    return page !== null && isHtmlPage(page) ? page : null;
  }

  async function submitForm(
    at: HtmlPage,
    form: Element,
    submitter: Element | null,
    entries: readonly Entry[],
  ): Promise<Page | null> {
    const submission = submissionOf(form, submitter, entries, at.address, at.base);
    return submission === null ? null : go({ ...from(at, submission.url, true), ...submission });
  }

  async function pressed(at: HtmlPage, element: Element, does: Pressable["does"]): Promise<Page> {
    const form = isButton(element) ? formOf(at.document, element) : null;
    if (does === "submit" && form !== null) {
      const entries = entriesOf(at.document, form, element, at.filled);
      return (await submitForm(at, form, element, entries)) ?? at;
    }
    if (does === "reset" && form !== null) forget(at, form);
    toggleOf(at.document, element)?.();
    if (does !== "go") return (page = at.again());
    const url = URL.parse((attribute(element, "href") ?? "").trim(), at.base) ?? at.address;
    const silent = /\bnoreferrer\b/i.test(attribute(element, "rel") ?? "");
    return go({ ...from(at, url, true), ...(silent ? { policy: "no-referrer" as const } : {}) });
  }

  const browser: Browser = {
    name: parts.name,
    get page() {
      return page;
    },
    async open(url) {
      const address = URL.parse(url);
      if (address === null) throw new TypeError(`not an absolute address: ${url}`);
      return go(typed(address));
    },
    async fillIn(fields, next) {
      const at = current();
      if (at === null) return nothingToFill([], Object.keys(fields)[0] ?? "", tellingOf(page));
      const pressed = next === undefined ? new Set<number>() : formsPressed(boardOf(at, next).pressables, next);
      const sheet = sheetOf(at, pressed);
      const found = await findFields(sheet, fields, tellingOf(at));
      if ("missed" in found) return found;
      for (const [nth, value] of Object.values(fields).entries()) {
        const control = sheet.elements[found[nth] ?? -1];
        if (control !== undefined) fillControl(at.document, control, value, at.filled);
      }
      return null;
    },
    async press(what, kind) {
      const at = current();
      if (at === null) return nothingToPress([], what, tellingOf(page));
      const board = boardOf(at, what);
      const found = await findPressable(board, what, tellingOf(at), { linksOnly: kind === "link", runsScripts: false });
      if (typeof found !== "number") return found;
      return pressed(at, board.elements[found] as Element, board.pressables[found]?.does ?? "script");
    },
    async waitFor(what) {
      const wanted = what.replace(/\s+/g, " ").trim().toLowerCase();
      const isThere = page !== null && (page.text.toLowerCase().includes(wanted) || page.has(what));
      return page !== null && isThere ? page : nothingCame(what, tellingOf(page));
    },
    async submit(selector, fields) {
      const at = current();
      const match = at === null ? null : find(at.document, selector);
      const form = match === null ? null : closest(match, "form");
      if (at === null || form === null) return null;
      const submitter = submitterFor(at.document, form, fields);
      return submitForm(at, form, submitter, entriesWith(at, form, submitter, fields));
    },
    request: (method: string, url: string, options: RequestOptions = {}): Promise<PlainResponse> =>
      scriptRequest(state, page, method, url, options).then(({ address, response }) => {
        const contentType = header(response, "content-type");
        return {
          url: address.href,
          status: response.status,
          headers: response.headers,
          contentType,
          body: decodeText(response.body, contentType),
          ...defined({ failure: response.failure }),
        };
      }),
    say(headers) {
      said = headers;
      return true;
    },
    async cookies() {
      return cookies.list();
    },
    async hold(held) {
      cookies.hold(held);
    },
    async close() {
      closing.abort();
      parts.closed(browser);
    },
  };
  return browser;
}

function isHtmlPage(page: LoadedPage): page is HtmlPage {
  return page.document !== null;
}

/** What a person put into the form is gone. */
function forget({ document, filled }: HtmlPage, form: Element): void {
  for (const control of controlsOf(document, form)) {
    filled.values.delete(control);
    filled.checked.delete(control);
  }
}

function tellingOf(page: LoadedPage | null): Telling {
  const document = page?.document ?? null;
  return {
    url: page?.url ?? "",
    scriptsRest: document !== null && hasScripts(document),
    count: async (selectors) =>
      selectors.map((selector) => (document === null ? 0 : findSelected(document, selector).length)),
  };
}
