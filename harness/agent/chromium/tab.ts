import { setTimeout as pause } from "node:timers/promises";
import type { BrowserContext, CDPSession, Page as Window } from "playwright-core";
import { instead, onlyAsks } from "../http/headers.ts";
import type { Recorder } from "../http/exchanges.ts";
import { isAllowed, type Reach } from "../../reach.ts";
import type { Limits } from "../http/limits.ts";
import type { Failure } from "../http/wire.ts";
import type { HeldCookie } from "../port.ts";
import { heldCookies, holdCookies } from "./held.ts";
import { IN_PAGE } from "./in-page.ts";
import { Traffic, type Hop } from "./traffic.ts";

/** A page with scripts is at rest when it has loaded and asked for nothing for so long. */
const QUIET_MS = 120;
/** How long a press on a link or a form's button is given until the browser sets out. */
const START_MS = 1_000;
const POLL_MS = 25;

export interface TabParts {
  readonly context: BrowserContext;
  readonly name: string;
  readonly limits: Limits;
  readonly reach: Reach;
  readonly recorder: Recorder;
  /** What requests that change something say in place of the browser's own headers. */
  readonly said: () => { readonly [name: string]: string };
}

/** What a navigation came to: the last request for a page, and what went wrong. */
export interface Rest {
  readonly hop: Hop | null;
  readonly failure: Failure | null;
}

/** One window of the browser, driven and watched over the DevTools protocol. */
export class Tab {
  readonly window: Window;
  readonly traffic: Traffic;
  readonly #cdp: CDPSession;
  readonly #parts: TabParts;
  #frame = "";
  #loading = false;
  #scheduled = false;
  #requestedAt: number | null = null;
  #moves = 0;
  /** The last request for the page itself, of this navigation or an earlier one. */
  #hop: Hop | null = null;
  #hopAt = 0;
  #failure: Failure | null = null;
  #wake: () => void = () => undefined;

  static async open(parts: TabParts): Promise<Tab> {
    const window = await parts.context.newPage();
    const tab = new Tab(parts, window, await parts.context.newCDPSession(window));
    await tab.#listen();
    return tab;
  }

  private constructor(parts: TabParts, window: Window, cdp: CDPSession) {
    this.#parts = parts;
    this.window = window;
    this.#cdp = cdp;
    this.traffic = new Traffic(cdp, parts.name, parts.recorder, {
      maxBodyBytes: parts.limits.maxBodyBytes,
      changed: () => this.#changed(),
      document: (hop) => {
        this.#hop = hop;
        this.#hopAt = performance.now();
        this.#requestedAt = null;
      },
      tooLarge: () =>
        this.#fail({ kind: "too_large", detail: `a body of over ${parts.limits.maxBodyBytes} bytes` }, true),
    });
  }

  async #listen(): Promise<void> {
    const cdp = this.#cdp;
    const { frameTree } = await cdp.send("Page.getFrameTree");
    this.#frame = frameTree.frame.id;
    const main = (frameId: string, change: () => void) => {
      if (frameId !== this.#frame) return;
      change();
      this.traffic.lastActivity = performance.now();
      this.#changed();
    };
    cdp.on("Page.frameStartedLoading", ({ frameId }) => main(frameId, () => (this.#loading = true)));
    cdp.on("Page.frameStoppedLoading", ({ frameId }) => main(frameId, () => (this.#loading = false)));
    cdp.on("Page.frameScheduledNavigation", ({ frameId, delay }) =>
      main(frameId, () => (this.#scheduled = delay <= this.#parts.limits.maxRefreshSeconds)),
    );
    cdp.on("Page.frameClearedScheduledNavigation", ({ frameId }) => main(frameId, () => (this.#scheduled = false)));
    cdp.on("Page.frameRequestedNavigation", ({ frameId, url }) => {
      if (/^https?:/.test(url)) main(frameId, () => (this.#requestedAt = performance.now()));
    });
    cdp.on("Page.frameStartedNavigating", ({ frameId }) => main(frameId, () => (this.#requestedAt = null)));
    cdp.on("Page.navigatedWithinDocument", ({ frameId }) => main(frameId, () => (this.#requestedAt = null)));
    cdp.on("Fetch.requestPaused", (event) => {
      const document = event.resourceType === "Document" && event.frameId === this.#frame;
      const failure = this.#refusal(event.request.url, document);
      if (failure === null) {
        const { method, headers: own } = event.request;
        const said = onlyAsks(method) ? {} : this.#parts.said();
        const headers = Object.entries(instead(own, said)).map(([name, value]) => ({ name, value }));
        const changed = Object.keys(said).length === 0 ? {} : { headers };
        void cdp.send("Fetch.continueRequest", { requestId: event.requestId, ...changed }).catch(ignore);
        return;
      }
      this.traffic.refuse(event.networkId, failure);
      void cdp.send("Fetch.failRequest", { requestId: event.requestId, errorReason: "BlockedByClient" }).catch(ignore);
    });
    this.window.on("crash", () =>
      this.#fail({ kind: "malformed", detail: "the page crashed the browser's tab" }, false),
    );
    this.window.on("close", () => this.#fail({ kind: "connection_reset", detail: "the browser was closed" }, false));
    await cdp.send("Page.enable");
    await this.traffic.listen(this.#frame);
    await cdp.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
  }

  /** Goes to an address as if it had been typed, and waits for rest. */
  async navigate(url: string): Promise<Rest> {
    return this.act(async () => {
      void this.#cdp.send("Page.navigate", { url, transitionType: "typed" }).catch(ignore);
      return true;
    });
  }

  /** Does something on the page, waits for it to set out where it `moves`, and for rest. */
  async act(deed: () => Promise<boolean>): Promise<Rest> {
    const before = this.#hop;
    this.#moves = 0;
    this.#failure = null;
    this.#hopAt = performance.now();
    this.traffic.lastActivity = performance.now();
    const moves = await deed();
    const until = performance.now() + START_MS;
    const still = (): boolean => this.#hop === before && this.#failure === null && performance.now() < until;
    if (moves) while (still()) await this.#event(until);
    await this.rest();
    return { hop: this.#hop, failure: this.#failure };
  }

  /** Until the page has loaded, leads nowhere by itself, and its scripts have nothing under way. */
  async rest(): Promise<void> {
    const { requestTimeoutMs } = this.#parts.limits;
    for (;;) {
      if (this.#failure !== null) break;
      const now = performance.now();
      const restBy = this.#hopAt + requestTimeoutMs;
      const setsOut = this.#requestedAt !== null && now - this.#requestedAt < START_MS;
      const travels = this.#hop?.state === "under way";
      if (!travels && !this.#loading && !this.#scheduled && !setsOut) {
        const failure = this.#hop?.failure;
        if (failure !== undefined || (await this.call<boolean>("isStill", []).catch(() => false))) {
          if (!this.#loading && this.#hop?.state !== "under way") break;
        }
        if (!this.traffic.busy && performance.now() - this.traffic.lastActivity >= QUIET_MS) break;
      }
      if (now >= restBy) {
        if (travels) this.#fail(this.#tooLate(requestTimeoutMs), true);
        break;
      }
      await this.#event(restBy);
    }
    await this.traffic.flush();
  }

  /** Waits for a text, or for what a selector matches; false: it did not come in time. */
  async shows(what: string): Promise<boolean> {
    const until = performance.now() + this.#parts.limits.requestTimeoutMs;
    for (;;) {
      if (await this.call<boolean>("shows", [what])) return true;
      if (performance.now() >= until || this.window.isClosed()) return false;
      await this.#event(until);
    }
  }

  /** Calls a function of the in-page script; `gesture`: as a person's click would. */
  async call<Result>(name: string, args: readonly unknown[], gesture = false): Promise<Result> {
    const { executionContextId } = await this.#cdp.send("Page.createIsolatedWorld", {
      frameId: this.#frame,
      worldName: "jitterbug",
    });
    const { result, exceptionDetails } = await this.#bounded(
      this.#cdp.send("Runtime.evaluate", {
        contextId: executionContextId,
        expression: `(${IN_PAGE})(${JSON.stringify(name)}, ${JSON.stringify(args)})`,
        returnByValue: true,
        userGesture: gesture,
      }),
    );
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as Result;
  }

  /** Moves the mouse to a place of the view and clicks. */
  async click(x: number, y: number): Promise<void> {
    const at = { x, y, button: "left", clickCount: 1 } as const;
    await this.#bounded(this.#cdp.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y }));
    await this.#bounded(this.#cdp.send("Input.dispatchMouseEvent", { type: "mousePressed", ...at }));
    await this.#bounded(this.#cdp.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...at }));
  }

  cookies(): Promise<readonly HeldCookie[]> {
    return heldCookies(this.#cdp);
  }

  hold(cookies: readonly HeldCookie[]): Promise<void> {
    return holdCookies(this.#cdp, cookies);
  }

  /** Why a request is not made. */
  #refusal(address: string, document: boolean): Failure | null {
    const url = URL.parse(address);
    if (url === null || !/^https?:$/.test(url.protocol)) return null;
    if (url.pathname === "/favicon.ico") return { kind: "host_not_allowed", detail: "nobody looks at the icon" };
    if (document && this.#moves > this.#parts.limits.maxRedirects) {
      const detail = `over ${this.#parts.limits.maxRedirects} redirects and self-submitted forms; the next was ${address}`;
      this.#fail({ kind: "too_many_redirects", detail }, true);
      return this.#failure;
    }
    if (document) this.#moves += 1;
    if (isAllowed(url, this.#parts.reach)) return null;
    return {
      kind: "host_not_allowed",
      detail: `${url.hostname} is not this machine; allow it with --allow-remote ${url.hostname}`,
    };
  }

  #fail(failure: Failure, stop: boolean): void {
    this.#failure ??= failure;
    if (this.#hop !== null) this.#hop.failure ??= failure;
    if (stop) void this.#cdp.send("Page.stopLoading").catch(ignore);
    this.#changed();
  }

  #tooLate(ms: number): Failure {
    return { kind: "timeout", detail: `no ${this.#hop?.status === null ? "answer" : "end of the body"} in ${ms} ms` };
  }

  #changed(): void {
    this.#wake();
  }

  /** The next event, or a moment. */
  async #event(until: number): Promise<void> {
    const ms = Math.max(1, Math.min(POLL_MS, until - performance.now()));
    await Promise.race([new Promise<void>((wake) => (this.#wake = wake)), pause(ms)]);
  }

  /** A script in an endless loop never lets the page answer. */
  async #bounded<Result>(work: Promise<Result>): Promise<Result> {
    const { requestTimeoutMs: ms } = this.#parts.limits;
    const timer = new AbortController();
    try {
      return await Promise.race([
        work,
        pause(ms, undefined, { signal: timer.signal }).then(() => {
          throw new PageHangs(`the page does nothing for ${ms} ms: its script does not end`);
        }),
      ]);
    } finally {
      timer.abort();
      work.catch(ignore);
    }
  }
}

/** The page's own script keeps the tab from answering. */
export class PageHangs extends Error {}

function ignore(): void {}
