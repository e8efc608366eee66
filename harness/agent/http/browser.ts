import { setMaxListeners } from "node:events";
import type { Browser, Page, PlainResponse, RequestOptions } from "../port.ts";
import { decodeText } from "../../observe/charset.ts";
import {
  controlsOf,
  fillControl,
  formOf,
  isButton,
  isChecked,
  isDisabled,
  isSubmitter,
  labelOf,
  nothingFilled,
  valueOf,
} from "./controls.ts";
import { createCookieBox } from "./cookies.ts";
import { attribute, closest, find, findAll, isVisible, type Document, type Element } from "./dom.ts";
import type { Recorder } from "./exchanges.ts";
import type { Reach } from "../../reach.ts";
import type { Limits } from "./limits.ts";
import { from, navigate, typed, type Navigation } from "./navigate.ts";
import { header, type LoadedPage } from "./page.ts";
import { pressable } from "./press.ts";
import { scriptRequest } from "./script-request.ts";
import type { BrowserState } from "./state.ts";
import { entriesOf, submissionOf, type Entry } from "./submission.ts";
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

type HtmlPage = LoadedPage & { readonly document: Document };

/** One person's browser: own cookies, one page at a time. */
export function createBrowser(parts: BrowserParts): Browser {
  const closing = new AbortController();
  // One listener for each request under way; a browser may have many.
  setMaxListeners(0, closing.signal);
  const cookies = createCookieBox(parts.limits);
  let page: LoadedPage | null = null;

  const state: BrowserState = {
    limits: parts.limits,
    reach: parts.reach,
    cookies,
    signal: closing.signal,
    send,
    record: (...facts) => parts.recorder.record(parts.name, ...facts),
  };

  async function send(request: WireRequest, notes: string[]): Promise<WireResponse> {
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
    async fill(field, value) {
      const at = current();
      const control = at === null ? null : fieldNamed(at.document, field);
      if (at === null || control === null) return false;
      fillControl(at.document, control, value, at.filled);
      return true;
    },
    async press(what) {
      const at = current();
      const element = at === null ? null : pressable(at, what);
      if (at === null || element === null) return null;
      const form = isButton(element) ? formOf(at.document, element) : null;
      if (form !== null) return submitForm(at, form, element, entriesOf(at.document, form, element, at.filled));
      const url = URL.parse((attribute(element, "href") ?? "").trim(), at.base);
      if (url === null || url.protocol === "javascript:") return null;
      // A link to a place on the same page asks nobody.
      if (url.hash !== "" && sameDocument(url, at.address)) return at;
      const silent = /\bnoreferrer\b/i.test(attribute(element, "rel") ?? "");
      return go({ ...from(at, url, true), ...(silent ? { policy: "no-referrer" as const } : {}) });
    },
    async waitFor(what) {
      const wanted = what.replace(/\s+/g, " ").trim().toLowerCase();
      return page !== null && (page.text.toLowerCase().includes(wanted) || page.has(what)) ? page : null;
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
          ...(response.failure === undefined ? {} : { failure: response.failure }),
        };
      }),
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

/** Fields that a person sees come before hidden ones of the same name. */
function fieldNamed(document: Document, field: string): Element | null {
  const controls = findAll(document, "input, select, textarea").filter((one) => !isButton(one) && !isDisabled(one));
  const ordered = [...controls.filter(isVisible), ...controls.filter((one) => !isVisible(one))];
  const by = (read: (one: Element) => string | null): Element | undefined => ordered.find((one) => read(one) === field);
  return (
    by((one) => attribute(one, "name")) ??
    by((one) => attribute(one, "id")) ??
    by((one) => labelOf(document, one)) ??
    null
  );
}

/** The button that carries one of the fields, else the form's first. */
function submitterFor(document: Document, form: Element, fields: { readonly [name: string]: string }): Element | null {
  const buttons = controlsOf(document, form).filter((one) => isSubmitter(one) && !isDisabled(one));
  const carries = buttons.find((one) => fields[attribute(one, "name") ?? ""] === valueOf(one, nothingFilled()));
  return carries ?? buttons[0] ?? null;
}

function entriesWith(
  at: HtmlPage,
  form: Element,
  submitter: Element | null,
  fields: { readonly [name: string]: string },
): Entry[] {
  const { values, checked } = at.filled;
  const filled = { values: new Map(values), checked: new Map(checked) };
  const controls = controlsOf(at.document, form).filter((one) => !isButton(one) && !isDisabled(one));
  for (const [name, value] of Object.entries(fields)) {
    const control = controls.find((one) => attribute(one, "name") === name);
    if (control !== undefined) fillControl(at.document, control, value, filled);
    // An unticked box or a group without such a choice would send nothing; the caller said what is sent.
    if (control !== undefined && attribute(control, "type")?.toLowerCase() === "checkbox" && isChecked(control, filled))
      filled.values.set(control, value);
  }
  const entries = entriesOf(at.document, form, submitter, filled);
  const given = new Map(Object.entries(fields));
  const kept = entries.filter(([name, value]) => !given.has(name) || given.get(name) === value);
  const sent = new Set(kept.map(([name]) => name));
  return [...kept, ...[...given].filter(([name]) => !sent.has(name))];
}

function sameDocument(one: URL, other: URL): boolean {
  return one.origin === other.origin && one.pathname === other.pathname && one.search === other.search;
}
