import { setTimeout as pause } from "node:timers/promises";
import type { CDPSession, Page as Window } from "playwright-core";
import { defined } from "../../defined.ts";
import { decodeText } from "../../observe/charset.ts";
import { isAllowed } from "../../reach.ts";
import type { Failure, WireRequest, WireResponse } from "../http/wire.ts";
import type { PlainResponse, RequestOptions } from "../port.ts";
import { failureOf } from "./failure.ts";
import type { TabParts } from "./tab.ts";
import { lowerCased } from "./traffic.ts";

/** Headers that no script may set (Fetch, "forbidden request-header"); the browser is told to send them all the same. */
const FORBIDDEN = /^(?:cookie|host|origin|referer|user-agent|sec-.*|proxy-.*|date|dnt|te|via)$/i;
const LATER_WORDS_MS = 300;

/**
 * Sends what a script of the SP's own page would: from an empty page of the same origin that no server was asked for,
 * in a second tab with the same cookies. Redirects are answers like others. One request at a time.
 */
export class ScriptPage {
  readonly #parts: TabParts;
  #window: Promise<{ readonly window: Window; readonly cdp: CDPSession }> | null = null;
  #origin = "";
  #last: Promise<unknown> = Promise.resolve();
  #exchange: Exchanged | null = null;

  constructor(parts: TabParts) {
    this.#parts = parts;
  }

  /** @param referrer the page that the person is on. */
  request(method: string, address: URL, referrer: string | null, options: RequestOptions): Promise<PlainResponse> {
    const one = this.#last.then(() => this.#send(method.toUpperCase(), address, referrer, options));
    this.#last = one.catch(() => undefined);
    return one;
  }

  async #send(method: string, address: URL, referrer: string | null, options: RequestOptions): Promise<PlainResponse> {
    const at = Date.now();
    const began = performance.now();
    const body = bodyOf(options);
    const headers = { ...(body === null ? {} : { "content-type": body.type }), ...lower(options.headers) };
    const request: WireRequest = {
      method,
      url: address,
      headers,
      ...(body === null ? {} : { body: Buffer.from(body.text) }),
    };
    const refused = this.#refusal(address);
    const seen = refused === null ? await this.#fetch(request, referrer) : null;
    const response: WireResponse = seen?.response ?? {
      status: null,
      headers: {},
      body: Buffer.alloc(0),
      ...(refused === null ? {} : { failure: refused }),
    };
    const sent = seen?.sent === undefined ? request : { ...request, headers: seen.sent };
    this.#parts.recorder.record(this.#parts.name, at, performance.now() - began, sent, response, []);
    const contentType = String(response.headers["content-type"] ?? "");
    return {
      url: address.href,
      status: response.status,
      headers: response.headers,
      contentType,
      body: decodeText(response.body, contentType),
      ...defined({ failure: response.failure }),
    };
  }

  #refusal(url: URL): Failure | null {
    if (isAllowed(url, this.#parts.reach) && /^https?:$/.test(url.protocol)) return null;
    return { kind: "host_not_allowed", detail: `${url.hostname} is not this machine` };
  }

  async #fetch(request: WireRequest, referrer: string | null): Promise<Exchanged> {
    const { cdp } = await (this.#window ??= this.#open());
    const { requestTimeoutMs: ms, maxBodyBytes } = this.#parts.limits;
    const exchange = new Exchanged(request, maxBodyBytes);
    this.#exchange = exchange;
    const { origin } = request.url;
    if (this.#origin !== origin) await cdp.send("Page.navigate", { url: `${origin}/` });
    this.#origin = origin;
    const allowed = Object.entries(request.headers).filter(([name]) => !FORBIDDEN.test(name));
    const init = {
      method: request.method,
      headers: Object.fromEntries(allowed),
      redirect: "manual",
      cache: "no-store",
      ...(request.body === undefined ? {} : { body: request.body.toString() }),
      ...(referrer !== null && URL.parse(referrer)?.origin === origin ? { referrer } : {}),
    };
    const { exceptionDetails } = await cdp.send("Runtime.evaluate", {
      expression: `void fetch(${JSON.stringify(request.url.href)}, ${JSON.stringify(init)}).then((answer) => answer.arrayBuffer()).catch(() => {})`,
      userGesture: true,
    });
    if (exceptionDetails !== undefined) exchange.fail({ kind: "malformed", detail: exceptionDetails.text });
    const timer = new AbortController();
    const late = pause(ms, null, { signal: timer.signal }).catch(() => null);
    await Promise.race([exchange.ended, late]);
    if (!exchange.isEnded) {
      const what = exchange.response.status === null ? "answer" : "end of the body";
      exchange.fail({ kind: "timeout", detail: `no ${what} in ${ms} ms` });
    }
    if (exchange.response.failure !== undefined) await this.#leave(cdp);
    timer.abort();
    await Promise.race([exchange.told, pause(LATER_WORDS_MS)]);
    return exchange;
  }

  /** Gives up what is under way. */
  async #leave(cdp: CDPSession): Promise<void> {
    this.#origin = "";
    await cdp.send("Page.navigate", { url: "about:blank" }).catch(() => undefined);
  }

  /** Its window alone: the context may be somebody else's. */
  async close(): Promise<void> {
    await (await this.#window)?.window.close();
  }

  async #open(): Promise<{ readonly window: Window; readonly cdp: CDPSession }> {
    const { context } = this.#parts;
    const window = await context.newPage();
    const cdp = await context.newCDPSession(window);
    cdp.on("Fetch.requestPaused", (event) => {
      const { requestId, request, resourceType } = event;
      const exchange = this.#exchange;
      const work = async (): Promise<unknown> => {
        if (resourceType === "Document") {
          const responseHeaders = [{ name: "content-type", value: "text/html" }];
          return cdp.send("Fetch.fulfillRequest", { requestId, responseCode: 200, responseHeaders });
        }
        if (exchange === null || exchange.isEnded || request.url !== exchange.request.url.href)
          return cdp.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
        const more = Object.entries(exchange.request.headers).filter(([name]) => FORBIDDEN.test(name));
        const names = new Set(more.map(([name]) => name));
        const own = Object.entries(request.headers).filter(([name]) => !names.has(name.toLowerCase()));
        const headers = [...own, ...more].map(([name, value]) => ({ name, value }));
        return cdp.send("Fetch.continueRequest", { requestId, ...(more.length === 0 ? {} : { headers }) });
      };
      work().catch(() => undefined);
    });
    const of = (id: string): Exchanged | null => (this.#exchange?.id === id ? this.#exchange : null);
    cdp.on("Network.requestWillBeSent", ({ requestId, type, request: { url } }) => {
      if (type === "Fetch" && this.#exchange?.request.url.href === url) this.#exchange.id ??= requestId;
    });
    cdp.on("Network.requestWillBeSentExtraInfo", ({ requestId, headers }) => of(requestId)?.tell(headers));
    cdp.on("Network.responseReceivedExtraInfo", ({ requestId, statusCode, headers }) =>
      of(requestId)?.answer(statusCode, lowerCased(headers)),
    );
    cdp.on("Network.responseReceived", ({ requestId, response: { status, headers } }) =>
      of(requestId)?.announce(status, lowerCased(headers)),
    );
    cdp.on("Network.dataReceived", ({ requestId, dataLength }) => of(requestId)?.count(dataLength));
    cdp.on("Network.loadingFailed", ({ requestId, errorText }) => of(requestId)?.fail(failureOf(errorText)));
    cdp.on("Network.loadingFinished", ({ requestId }) => {
      const exchange = of(requestId);
      cdp.send("Network.getResponseBody", { requestId }).then(
        ({ body, base64Encoded }) => exchange?.complete(Buffer.from(body, base64Encoded ? "base64" : "utf8")),
        () => exchange?.complete(Buffer.alloc(0)),
      );
    });
    await cdp.send("Network.enable");
    await cdp.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
    return { window, cdp };
  }
}

/** One request of a script, as its parts come in. */
class Exchanged {
  readonly request: WireRequest;
  readonly #maxBytes: number;
  response: WireResponse = { status: null, headers: {}, body: Buffer.alloc(0) };
  sent: { readonly [name: string]: string } | undefined;
  /** The browser's own name for the request. */
  id: string | undefined;
  isEnded = false;
  #bytes = 0;
  #announced: Pick<WireResponse, "status" | "headers"> | null = null;
  readonly #answering = Promise.withResolvers<void>();
  readonly #ending = Promise.withResolvers<void>();
  readonly #telling = Promise.withResolvers<void>();

  constructor(request: WireRequest, maxBytes: number) {
    this.request = request;
    this.#maxBytes = maxBytes;
  }

  /** When the answer or a failure is there. */
  get ended(): Promise<void> {
    return this.#ending.promise;
  }

  /** When the browser has said which headers it sent. */
  get told(): Promise<void> {
    return this.#telling.promise;
  }

  tell(headers: { readonly [name: string]: string }): void {
    this.sent ??= headers;
    this.#telling.resolve();
  }

  answer(status: number, headers: WireResponse["headers"]): void {
    if (this.isEnded) return;
    this.response = { ...this.response, status, headers };
    this.#answering.resolve();
    if (Number(headers["content-length"]) > this.#maxBytes) this.fail(this.#tooLarge());
    // The browser keeps what else a redirect holds to itself.
    else if (status >= 300 && status < 400 && headers["location"] !== undefined) this.end(Buffer.alloc(0));
  }

  /** What a script may know of the answer: the same without its cookies. */
  announce(status: number, headers: WireResponse["headers"]): void {
    this.#announced = { status, headers };
  }

  /** The browser tells an answer's own headers when it pleases, also after its end, and sometimes never. */
  async complete(body: Buffer): Promise<void> {
    await Promise.race([this.#answering.promise, pause(LATER_WORDS_MS)]);
    if (this.response.status === null && this.#announced !== null && !this.isEnded)
      this.response = { ...this.response, ...this.#announced };
    if (this.response.status === null) this.fail({ kind: "malformed", detail: "the browser tells no status" });
    else this.end(body);
  }

  count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#maxBytes) this.fail(this.#tooLarge());
  }

  end(body: Buffer): void {
    if (!this.isEnded) this.#finish({ ...this.response, body });
  }

  fail(failure: Failure): void {
    if (!this.isEnded) this.#finish({ ...this.response, failure });
    this.#telling.resolve();
  }

  #tooLarge(): Failure {
    return { kind: "too_large", detail: `a body of over ${this.#maxBytes} bytes` };
  }

  #finish(response: WireResponse): void {
    this.response = response;
    this.isEnded = true;
    this.#ending.resolve();
  }
}

function bodyOf({ json, form }: RequestOptions): { readonly type: string; readonly text: string } | null {
  if (json !== undefined) return { type: "application/json", text: JSON.stringify(json) };
  if (form === undefined) return null;
  return { type: "application/x-www-form-urlencoded", text: new URLSearchParams(form).toString() };
}

function lower(headers: RequestOptions["headers"] = {}): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
