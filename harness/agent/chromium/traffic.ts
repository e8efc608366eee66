import { setTimeout as pause } from "node:timers/promises";
import type { CDPSession } from "playwright-core";
import { defined } from "../../defined.ts";
import type { Recorder } from "../http/exchanges.ts";
import type { Failure, WireRequest, WireResponse } from "../http/wire.ts";
import { failureOf } from "./failure.ts";
import { keptBack, refused } from "./notes.ts";

/** How long the browser's later words on a request (the headers as they were sent) are waited for. */
const LATER_WORDS_MS = 500;
type ResponseHeaders = WireResponse["headers"];
const EMPTY = Buffer.alloc(0);
/** Pictures, styles and scripts are what a page looks like, not what a sign-in does. */
const RECORDED = new Set(["Document", "XHR", "Fetch"]);
/** These stay open for as long as the page does. */
const ENDLESS = new Set(["EventSource", "WebSocket", "Ping", "Media", "Other"]);

/** One request with its answer; each redirect of a chain is one. */
export interface Hop {
  readonly type: string;
  /** Whether it loads the page itself, not a frame in it or a part of it. */
  readonly main: boolean;
  readonly at: number;
  readonly began: number;
  request: WireRequest;
  status: number | null;
  headers: ResponseHeaders;
  body: Buffer;
  bytes: number;
  failure?: Failure;
  duration: number;
  state: "under way" | "done" | "told";
}

interface Later {
  readonly headers: { readonly [name: string]: string };
  readonly notes: readonly string[];
}

interface Chain {
  readonly hops: Hop[];
  readonly sent: Later[];
  readonly received: (Later & { readonly status: number })[];
}

export interface TrafficHooks {
  readonly maxBodyBytes: number;
  /** Something happened: who waits for rest should look again. */
  changed(): void;
  /** A request of the page itself set out. */
  document(hop: Hop): void;
  /** The page's own answer is too long. */
  tooLarge(hop: Hop): void;
}

/**
 * Listens to a tab's network and tells the recorder of each exchange, in the order of the requests, with the headers
 * as they went over the wire and the reasons why cookies did not.
 */
export class Traffic {
  readonly #cdp: CDPSession;
  readonly #browser: string;
  readonly #recorder: Recorder;
  readonly #hooks: TrafficHooks;
  readonly #chains = new Map<string, Chain>();
  /** Why the kit itself refused a request. */
  readonly #refused = new Map<string, Failure>();
  /** Of the last time that anything but an endless request began or ended. */
  lastActivity = performance.now();

  constructor(cdp: CDPSession, browser: string, recorder: Recorder, hooks: TrafficHooks) {
    this.#cdp = cdp;
    this.#browser = browser;
    this.#recorder = recorder;
    this.#hooks = hooks;
  }

  /** @param frame the tab's main frame. */
  async listen(frame: string): Promise<void> {
    const cdp = this.#cdp;
    cdp.on("Network.requestWillBeSent", (event) => {
      const { requestId, request, redirectResponse, type = "Other" } = event;
      const chain = this.#chain(requestId);
      if (redirectResponse !== undefined) {
        const before = chain.hops.at(-1);
        if (before !== undefined) this.#end(before, redirectResponse.status, lowerCased(redirectResponse.headers));
      }
      const url = URL.parse(request.url);
      if (url === null || /^(?:data|blob|about|chrome|chrome-error|devtools):$/.test(url.protocol)) return;
      const hop: Hop = {
        type,
        main: type === "Document" && event.frameId === frame,
        at: Date.now(),
        began: performance.now(),
        request: {
          method: request.method,
          url,
          headers: request.headers,
          ...(request.postData === undefined ? {} : { body: Buffer.from(request.postData) }),
        },
        status: null,
        headers: {},
        body: EMPTY,
        bytes: 0,
        duration: 0,
        state: "under way",
      };
      chain.hops.push(hop);
      if (request.hasPostData === true && request.postData === undefined) void this.#askBody(requestId, hop);
      if (hop.main) this.#hooks.document(hop);
      this.#touch(hop);
    });
    cdp.on("Network.requestWillBeSentExtraInfo", ({ requestId, headers, associatedCookies }) => {
      const chain = this.#chain(requestId);
      const method = chain.hops.at(-1)?.request.method ?? "request";
      const from = headers["Origin"] ?? headers["Referer"] ?? "the page that began it";
      chain.sent.push({ headers, notes: keptBack(associatedCookies, method, from) });
    });
    cdp.on("Network.responseReceivedExtraInfo", ({ requestId, statusCode, headers, blockedCookies }) => {
      const { hops, received } = this.#chain(requestId);
      received.push({ status: statusCode, headers, notes: refused(blockedCookies) });
      const hop = hops[received.length - 1];
      if (hop?.state !== "under way") return;
      // The answer itself is told of when its first bytes have shown what it is, and that may be never.
      hop.status = statusCode;
      hop.headers = lowerCased(headers);
      if (hop.main && Number(hop.headers["content-length"] ?? 0) > this.#hooks.maxBodyBytes) this.#hooks.tooLarge(hop);
    });
    cdp.on("Network.responseReceived", ({ requestId, response }) => {
      const hop = this.#last(requestId);
      if (hop === undefined) return;
      hop.status = response.status;
      hop.headers = lowerCased(response.headers);
    });
    cdp.on("Network.dataReceived", ({ requestId, dataLength }) => {
      const hop = this.#last(requestId);
      if (hop === undefined) return;
      hop.bytes += dataLength;
      if (hop.main && hop.bytes > this.#hooks.maxBodyBytes && hop.failure === undefined) this.#hooks.tooLarge(hop);
    });
    cdp.on("Network.loadingFinished", ({ requestId }) => void this.#finish(requestId));
    cdp.on("Network.loadingFailed", ({ requestId, errorText }) => {
      const hop = this.#last(requestId);
      if (hop === undefined) return;
      hop.failure ??= this.#refused.get(requestId) ?? failureOf(errorText);
      this.#end(hop, hop.status, hop.headers);
    });
    await cdp.send("Network.enable", {
      maxPostDataSize: 1024 * 1024,
      enableDurableMessages: true,
      maxTotalBufferSize: 32 * 1024 * 1024,
    });
  }

  /** Why a request that the kit is about to stop is stopped. */
  refuse(networkId: string | undefined, failure: Failure): void {
    if (networkId !== undefined) this.#refused.set(networkId, failure);
  }

  /** Whether a request is under way that the page may be waiting for. */
  get busy(): boolean {
    for (const { hops } of this.#chains.values())
      if (hops.some((hop) => hop.state === "under way" && !ENDLESS.has(hop.type))) return true;
    return false;
  }

  /** Tells of everything that has ended so far, and forgets it; what is under way is told of later. */
  async flush(): Promise<void> {
    const until = performance.now() + LATER_WORDS_MS;
    while (performance.now() < until && [...this.#chains.values()].some(incomplete)) await pause(2);
    const ended: { readonly hop: Hop; readonly chain: Chain }[] = [];
    for (const [id, chain] of this.#chains) {
      for (const hop of chain.hops) if (hop.state === "done") ended.push({ hop, chain });
      if (chain.hops.every((hop) => hop.state !== "under way")) this.#chains.delete(id);
    }
    for (const { hop, chain } of ended.toSorted((a, b) => a.hop.began - b.hop.began)) this.#tell(hop, chain);
  }

  #tell(hop: Hop, chain: Chain): void {
    hop.state = "told";
    if (!RECORDED.has(hop.type)) return;
    const index = chain.hops.indexOf(hop);
    const [sent, received] = [chain.sent[index], chain.received[index]];
    const request: WireRequest = { ...hop.request, headers: sent?.headers ?? hop.request.headers };
    const response: WireResponse = {
      status: hop.status,
      headers: received === undefined ? hop.headers : lowerCased(received.headers),
      body: hop.body,
      ...defined({ failure: hop.failure }),
    };
    const notes = [...(sent?.notes ?? []), ...(received?.notes ?? [])];
    this.#recorder.record(this.#browser, hop.at, hop.duration, request, response, notes);
  }

  async #finish(requestId: string): Promise<void> {
    const hop = this.#last(requestId);
    if (hop === undefined || hop.state !== "under way") return;
    if (RECORDED.has(hop.type)) {
      // A page that left at once may have taken its body along.
      const read = await this.#cdp.send("Network.getResponseBody", { requestId }).catch(() => null);
      if (read !== null) hop.body = Buffer.from(read.body, read.base64Encoded ? "base64" : "utf8");
    }
    this.#end(hop, hop.status, hop.headers);
  }

  /** A long body is not sent along. */
  async #askBody(requestId: string, hop: Hop): Promise<void> {
    const sent = await this.#cdp.send("Network.getRequestPostData", { requestId }).catch(() => null);
    if (sent !== null) hop.request = { ...hop.request, body: Buffer.from(sent.postData) };
  }

  #end(hop: Hop, status: number | null, headers: ResponseHeaders): void {
    hop.status = status;
    hop.headers = headers;
    hop.duration = performance.now() - hop.began;
    hop.state = "done";
    this.#touch(hop);
  }

  #touch(hop: Hop): void {
    if (!ENDLESS.has(hop.type)) this.lastActivity = performance.now();
    this.#hooks.changed();
  }

  #chain(requestId: string): Chain {
    let chain = this.#chains.get(requestId);
    if (chain === undefined) this.#chains.set(requestId, (chain = { hops: [], sent: [], received: [] }));
    return chain;
  }

  #last(requestId: string): Hop | undefined {
    return this.#chains.get(requestId)?.hops.at(-1);
  }
}

/** Whether the browser still owes the headers of something that has ended well. */
function incomplete({ hops, sent, received }: Chain): boolean {
  return hops.some(
    (hop, index) =>
      hop.state === "done" && hop.failure === undefined && (index >= sent.length || index >= received.length),
  );
}

/** Names in lower case; several Set-Cookie lines, which the browser joins, as a list. */
export function lowerCased(headers: { readonly [name: string]: string }): ResponseHeaders {
  const lower: { [name: string]: string | readonly string[] } = {};
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    lower[key] = key === "set-cookie" ? value.split("\n") : value;
  }
  return lower;
}
