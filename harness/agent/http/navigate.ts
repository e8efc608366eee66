import { setTimeout as wait } from "node:timers/promises";
import { autoSubmitOf, maySubmitItself } from "./autosubmit.ts";
import { attribute, find } from "./dom.ts";
import type { BrowserState } from "./state.ts";
import { navigationHeaders } from "./headers.ts";
import { isAllowed } from "../../reach.ts";
import { createPage, header, type LoadedPage } from "./page.ts";
import { mayRefresh, parseRefresh } from "./refresh.ts";
import { DEFAULT_POLICY, originFor, parsePolicy, referrerFor, type ReferrerPolicy } from "./referrer.ts";
import { fetchSite, sameOrigin } from "./site.ts";
import { entriesOf, submissionOf } from "./submission.ts";
import type { Failure, WireResponse } from "./wire.ts";

/** One navigation as it is begun, and as each redirect leaves it. */
export interface Navigation {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly contentType?: string | null;
  readonly body?: Buffer | null;
  /** The page that began it; null for a typed address. */
  readonly initiator: URL | null;
  readonly referrer: URL | null;
  readonly policy: ReferrerPolicy;
  /** Whether a person did it. */
  readonly user: boolean;
}

/** Every address that a navigation asked for, and whether it crossed origins on the way. */
interface Chain {
  readonly urls: readonly URL[];
  readonly opaqueOrigin: boolean;
}

export function typed(url: URL): Navigation {
  return { method: "GET", url, initiator: null, referrer: null, policy: DEFAULT_POLICY, user: true };
}

/** What a page begins: a link, a form, a refresh. */
export function from(page: LoadedPage, url: URL, user: boolean): Navigation {
  return { method: "GET", url, initiator: page.address, referrer: page.address, policy: page.referrerPolicy, user };
}

/** Follows redirects, short refreshes and self-submitting forms until the browser comes to rest. Never throws. */
export async function navigate(browser: BrowserState, start: Navigation): Promise<LoadedPage> {
  const { limits } = browser;
  const restBy = performance.now() + limits.requestTimeoutMs;
  let current = start;
  let chain: Chain = { urls: [start.url], opaqueOrigin: false };
  for (let moves = 0; ; moves += 1) {
    const refused = refusal(browser, current.url);
    const response = refused === null ? await request(browser, current, chain) : nothing(refused);
    if (refused !== null) browser.record(Date.now(), 0, { ...current, headers: {}, body: undefined }, response, []);
    const next = response.failure === undefined ? redirected(current, chain, response) : null;
    if (next !== null && "kind" in next) return createPage(current.url, response, next);
    const page = next === null ? createPage(current.url, response) : null;
    const onward = next ?? (page === null ? null : await leadsOn(browser, page, response, restBy));
    if (onward === null) return page ?? createPage(current.url, response);
    if (moves >= limits.maxRedirects) {
      const detail = `over ${limits.maxRedirects} redirects and self-submitted forms; the next was ${onward.navigation.url.href}`;
      return createPage(current.url, response, { kind: "too_many_redirects", detail });
    }
    ({ navigation: current, chain } = onward);
  }
}

interface Onward {
  readonly navigation: Navigation;
  readonly chain: Chain;
}

async function request(browser: BrowserState, nav: Navigation, chain: Chain): Promise<WireResponse> {
  const notes: string[] = [];
  const { url, method, initiator } = nav;
  const headers = navigationHeaders({
    url,
    site: fetchSite(initiator, chain.urls),
    user: nav.user,
    origin:
      method === "GET" || initiator === null
        ? null
        : chain.opaqueOrigin
          ? "null"
          : originFor(initiator, url, nav.policy),
    referer: nav.referrer === null ? null : referrerFor(nav.referrer, url, nav.policy),
    cookie: browser.cookies.header({ url, method, initiator, navigation: true }, notes),
    contentType: nav.contentType ?? null,
    contentLength: method === "POST" ? (nav.body?.length ?? 0) : null,
  });
  return browser.send({ method, url, headers, body: nav.body ?? undefined }, notes);
}

/** Where a redirect leads (Fetch section 4.4), null where the answer is none, a failure where it leads nowhere. */
function redirected(nav: Navigation, chain: Chain, response: WireResponse): Onward | Failure | null {
  const location = header(response, "location");
  if (![301, 302, 303, 307, 308].includes(response.status ?? 0) || location === "") return null;
  // Header values are bytes; browsers read those beyond ASCII as UTF-8.
  const url = URL.parse(Buffer.from(location, "latin1").toString("utf8"), nav.url);
  if (url === null) return { kind: "malformed", detail: `a redirect to ${location}, which is no address` };
  if (url.hash === "") url.hash = nav.url.hash;
  const keeps = response.status === 307 || response.status === 308;
  const policy = parsePolicy(header(response, "referrer-policy")) ?? nav.policy;
  return onwards(nav, chain, url, policy, keeps || nav.method === "GET");
}

/** The same navigation at its next address: who began it stays, what it tells of itself shrinks. */
function onwards(nav: Navigation, chain: Chain, url: URL, policy: ReferrerPolicy, keeps: boolean): Onward {
  const told = nav.referrer === null ? null : referrerFor(nav.referrer, nav.url, nav.policy);
  const { method, contentType = null, body = null } = keeps ? nav : { method: "GET" as const };
  return {
    navigation: { ...nav, method, contentType, body, url, policy, referrer: told === null ? null : new URL(told) },
    // Chromium calls the origin opaque after any redirect to another origin, even one from the initiator's own.
    chain: { urls: [...chain.urls, url], opaqueOrigin: chain.opaqueOrigin || !sameOrigin(nav.url, url) },
  };
}

/** Where a page leads by itself: a refresh or a form. Null where a person has to act. */
async function leadsOn(
  browser: BrowserState,
  page: LoadedPage,
  response: WireResponse,
  restBy: number,
): Promise<Onward | null> {
  if (page.failure !== undefined) return null;
  const declared = refreshOf(page, header(response, "refresh"));
  if (declared !== null) {
    const url = declared.target === "" ? page.address : URL.parse(declared.target, page.base);
    const delay = declared.seconds * 1000;
    const due = declared.seconds <= browser.limits.maxRefreshSeconds && performance.now() + delay < restBy;
    if (url !== null && due && /^https?:$/.test(url.protocol) && (await slept(delay, browser.signal))) {
      return { navigation: from(page, url, false), chain: { urls: [url], opaqueOrigin: false } };
    }
  }
  if (page.document === null || !maySubmitItself(page.source)) return null;
  const auto = autoSubmitOf(page.document);
  if (auto === null) return null;
  const entries = entriesOf(page.document, auto.form, auto.submitter, page.filled);
  const submission = submissionOf(auto.form, auto.submitter, entries, page.address, page.base);
  if (submission === null) return null;
  return {
    navigation: { ...from(page, submission.url, false), ...submission },
    chain: { urls: [submission.url], opaqueOrigin: false },
  };
}

/** A header's refresh, or else that of an element: Chromium treats both like a link that nobody clicked. */
function refreshOf(page: LoadedPage, value: string): { readonly seconds: number; readonly target: string } | null {
  const byHeader = value === "" ? null : parseRefresh(value);
  if (byHeader !== null) return byHeader;
  if (page.document === null || !mayRefresh(page.source)) return null;
  const meta = find(page.document, "meta[http-equiv=refresh i]");
  return meta === null ? null : parseRefresh(attribute(meta, "content") ?? "");
}

/** Why an address is not asked at all. */
function refusal(browser: BrowserState, url: URL): Failure | null {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { kind: "malformed", detail: `a browser sends no request to ${url.protocol} addresses` };
  }
  if (isAllowed(url, browser.reach)) return null;
  return {
    kind: "host_not_allowed",
    detail: `${url.hostname} is not this machine; allow it with --allow-remote ${url.hostname}`,
  };
}

function nothing(failure: Failure): WireResponse {
  return { status: null, headers: {}, body: Buffer.alloc(0), failure };
}

async function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms === 0) return true;
  try {
    await wait(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
