import type { BrowserContext } from "playwright-core";
import { defined } from "../../defined.ts";
import type { Recorder } from "../http/exchanges.ts";
import { onlyAsks } from "../http/headers.ts";
import { isAllowed, type Reach } from "../../reach.ts";
import type { Limits } from "../http/limits.ts";
import { createPage } from "../http/page.ts";
import type { Browser, Page } from "../port.ts";
import { aimAt, cameNot, fillIn } from "./hands.ts";
import { readPage } from "./page.ts";
import { ScriptPage } from "./script-page.ts";
import { PageHangs, Tab, type Rest, type TabParts } from "./tab.ts";

/** What a person saw, as a picture. */
export interface Screenshot {
  readonly browser: string;
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly png: Uint8Array;
}

export interface BrowserParts {
  readonly name: string;
  readonly limits: Limits;
  readonly reach: Reach;
  readonly recorder: Recorder;
  readonly openContext: () => Promise<BrowserContext>;
  /** The context is somebody else's, who goes on with it; left out: the browser's own. */
  readonly guest?: boolean;
  /** Where set, the last thing that the person saw is told of before it is gone. */
  readonly onScreenshot?: (screenshot: Screenshot) => void;
  readonly closed: (browser: Browser) => void;
}

/** A picture of more than this long a making is not worth waiting for. */
const SCREENSHOT_MS = 3_000;

/** One person's browser: a context of its own, with one window. */
export function createBrowser(parts: BrowserParts): Browser {
  const { name, limits, reach, recorder } = parts;
  let page: Page | null = null;
  let isClosed = false;
  let said: { readonly [name: string]: string } = {};
  let begun: Promise<{ readonly context: BrowserContext; readonly tab: Tab; readonly script: ScriptPage }> | null =
    null;

  async function begin() {
    const context = await parts.openContext();
    const tabParts: TabParts = { context, name, limits, reach, recorder, said: () => said };
    return { context, tab: await Tab.open(tabParts), script: new ScriptPage(tabParts) };
  }

  function current() {
    if (isClosed) throw new TypeError(`the browser ${name} is closed`);
    return (begun ??= begin());
  }

  async function arrive(work: (tab: Tab) => Promise<Rest>): Promise<Page> {
    const { tab } = await current();
    try {
      page = await readPage(tab, await work(tab));
    } catch (error) {
      if (!isClosed && !(error instanceof PageHangs)) throw error;
      const failure = isClosed
        ? ({ kind: "connection_reset", detail: "the browser was closed" } as const)
        : ({ kind: "timeout", detail: error instanceof Error ? error.message : "" } as const);
      const url = URL.parse(page?.url ?? "") ?? new URL("about:blank");
      page = createPage(url, { status: null, headers: {}, body: Buffer.alloc(0), failure });
    }
    return page;
  }

  async function picture(tab: Tab): Promise<void> {
    if (parts.onScreenshot === undefined || page === null) return;
    const png = await tab.window.screenshot({ timeout: SCREENSHOT_MS, fullPage: true }).catch(() => null);
    if (png !== null) parts.onScreenshot({ browser: name, url: page.url, at: Date.now(), png });
  }

  const browser: Browser = {
    name,
    get page() {
      return page;
    },
    async open(url) {
      const address = URL.parse(url);
      if (address === null) throw new TypeError(`not an absolute address: ${url}`);
      if (/^https?:$/.test(address.protocol) && !isAllowed(address, reach)) {
        await current();
        const detail = `${address.hostname} is not this machine; allow it with --allow-remote ${address.hostname}`;
        page = createPage(address, {
          status: null,
          headers: {},
          body: Buffer.alloc(0),
          failure: { kind: "host_not_allowed", detail },
        });
        return page;
      }
      return arrive((tab) => tab.navigate(address.href));
    },
    async fillIn(fields, next) {
      const { tab } = await current();
      return fillIn(tab, page?.url ?? "", fields, next);
    },
    async press(what, kind) {
      const { tab } = await current();
      const aim = await aimAt(tab, page?.url ?? "", what, kind === "link");
      if ("missed" in aim) return aim;
      return arrive((at) =>
        at.act(async () => {
          if (aim.reachable) await at.click(aim.x, aim.y);
          else await aim.click();
          return aim.follows;
        }),
      );
    },
    async waitFor(what) {
      const { tab } = await current();
      let found = false;
      const shown = await arrive((tab) =>
        tab.act(async () => {
          found = page !== null && (await tab.shows(what));
          return false;
        }),
      );
      return found ? shown : cameNot(tab, page?.url ?? "", what);
    },
    async submit(selector, fields) {
      let found = page !== null;
      const rested = await arrive((tab) =>
        tab.act(async () => (found = found && (await tab.call<boolean>("submit", [selector, fields], true)))),
      );
      return found ? rested : null;
    },
    async request(method, url, options = {}) {
      const address = URL.parse(url, page?.url);
      if (address === null) throw new TypeError(`not an address: ${url}`);
      const { script } = await current();
      const headers = onlyAsks(method) ? options.headers : { ...options.headers, ...said };
      return script.request(method, address, page?.url ?? null, { ...options, ...defined({ headers }) });
    },
    say(headers) {
      // Chromium refuses to send another Host than that of the address.
      const able = !Object.keys(headers).some((name) => name.toLowerCase() === "host");
      said = able ? headers : {};
      return able;
    },
    async cookies() {
      return begun === null ? [] : (await current()).tab.cookies();
    },
    async hold(cookies) {
      await (await current()).tab.hold(cookies);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      const opened = await begun?.catch(() => null);
      if (opened) await picture(opened.tab);
      if (parts.guest === true)
        await Promise.all([opened?.tab.window.close(), opened?.script.close()]).catch(() => undefined);
      else await opened?.context.close().catch(() => undefined);
      parts.closed(browser);
    },
  };
  return browser;
}
