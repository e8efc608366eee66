import { request as plainRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as tlsRequest } from "node:https";
import { rootCertificates } from "node:tls";
import type { Resolve } from "../loopback.ts";
import { decodeText } from "../observe/charset.ts";
import type { Exchange, ExchangeFailure } from "../observe/exchange.ts";
import { requireChangeable } from "./changes.ts";
import { keepHome, lookupFor, type Reach } from "../reach.ts";
import { requireAllowedHost } from "./hosts.ts";
import { patiently } from "./rest.ts";
import type { LimitName } from "./limit.ts";

export interface KitRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  /** For the whole answer; left out: as the client has it. */
  readonly timeoutMs?: number;
}

export interface KitResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: string;
}

/** No answer came, or not a whole one. */
export class RequestFailed extends Error {
  readonly kind: ExchangeFailure;
  readonly limit: LimitName | undefined;
  /** See isDamage. */
  readonly damage: boolean;
  constructor(kind: ExchangeFailure, detail: string) {
    super(detail);
    this.kind = kind;
    this.damage = kind === "connection_refused" || kind === "connection_reset" || kind === "malformed";
    this.limit = kind === "timeout" ? "answer" : undefined;
  }
}

export interface KitClientOptions {
  /** PEM of further certificate authorities. */
  readonly ca?: string;
  /** For one whole answer; 10,000. */
  readonly timeoutMs?: number | undefined;
  readonly allowRemote: readonly string[];
  /** Hosts beside this machine at which something may be changed. */
  readonly allowRemoteChanges?: readonly string[] | undefined;
  /** Names with addresses of their own. */
  readonly resolve?: Resolve | undefined;
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  readonly nextExchangeId?: (() => number) | undefined;
  /** A limit on requests (429) is an answer like any other. */
  readonly impatient?: true;
}

export const MAX_BODY_BYTES = 16 * 1024 * 1024;
const RECORDED_CHARACTERS = 64 * 1024;

/**
 * The kit's own requests to the SP's API: no cookies, no redirects followed, one connection each (a kept one may be
 * closed by the SP just as a seeding call, which must not be sent twice, goes out on it).
 */
export class KitClient {
  readonly #options: KitClientOptions;
  /** How long an answer may take where a request says nothing else. */
  readonly timeoutMs: number;
  #ownId = 0;

  constructor(options: KitClientOptions) {
    this.#options = options;
    this.timeoutMs = options.timeoutMs ?? 10_000;
  }

  /** The same client with another patience. */
  patient(timeoutMs: number): KitClient {
    return new KitClient({ ...this.#options, timeoutMs });
  }

  /** The same client, to which a limit on requests (429) is an answer like any other. */
  impatient(): KitClient {
    return new KitClient({ ...this.#options, timeoutMs: this.timeoutMs, impatient: true });
  }

  /** The same client, of whose requests nobody is told. */
  unrecorded(): KitClient {
    return new KitClient({ ...this.#options, timeoutMs: this.timeoutMs, onExchange: undefined });
  }

  /** Throws ERR_REMOTE_HOST for a host that may not be spoken to, by whatever protocol. */
  requireAllowed(url: URL): void {
    requireAllowedHost(url, this.reach);
  }

  /** Throws ERR_REMOTE_HOST for a host at which nothing may be changed, by whatever protocol. */
  requireChangeable(url: URL): void {
    this.requireAllowed(url);
    requireChangeable(url, this.#options);
  }

  /** Whom this client may speak to, and where names lead: what else speaks for the kit keeps to the same. */
  get reach(): Reach {
    return { allowRemote: this.#options.allowRemote, resolve: this.#options.resolve ?? new Map() };
  }

  /** Throws RequestFailed where no whole answer came, and ERR_REMOTE_HOST. A limit on requests is waited for. */
  send(request: KitRequest): Promise<KitResponse> {
    return this.#options.impatient === true ? this.#send(request) : patiently(() => this.#send(request));
  }

  async #send(request: KitRequest): Promise<KitResponse> {
    const url = new URL(request.url);
    this.requireAllowed(url);
    const at = Date.now();
    const id = this.#options.nextExchangeId?.() ?? ++this.#ownId;
    const record = (rest: Pick<Exchange, "response" | "failure">) =>
      this.#options.onExchange?.({
        id,
        at,
        duration_ms: Date.now() - at,
        by: "kit",
        request: {
          method: request.method,
          url: url.href,
          headers: request.headers ?? {},
          ...(request.body === undefined ? {} : { body: request.body.slice(0, RECORDED_CHARACTERS) }),
        },
        ...rest,
        messages: [],
      });
    try {
      const response = await this.#exchange(url, request);
      record({ response: { ...response, body: response.body.slice(0, RECORDED_CHARACTERS) } });
      return response;
    } catch (error) {
      if (error instanceof RequestFailed) record({ failure: { kind: error.kind, detail: error.message } });
      throw error;
    }
  }

  #exchange(url: URL, request: KitRequest): Promise<KitResponse> {
    const timeoutMs = request.timeoutMs ?? this.timeoutMs;
    const { reach } = this;
    const options: RequestOptions & { ca?: string[] } = {
      method: request.method,
      lookup: lookupFor(url, reach.resolve),
      agent: false,
      headers: {
        accept: "application/json, */*;q=0.5",
        "accept-encoding": "identity",
        ...request.headers,
        ...(request.body === undefined ? {} : { "content-length": String(Buffer.byteLength(request.body)) }),
      },
    };
    if (this.#options.ca !== undefined) options.ca = [...rootCertificates, this.#options.ca];
    return new Promise((resolve, reject) => {
      let answered = false;
      const outgoing = (url.protocol === "https:" ? tlsRequest : plainRequest)(url, options, (incoming) => {
        answered = true;
        readBody(incoming).then(resolve, fail);
      });
      const timer = setTimeout(
        () => fail(new RequestFailed("timeout", `no whole answer within ${timeoutMs / 1000} s (see limits)`)),
        timeoutMs,
      );
      const fail = (error: unknown) => {
        clearTimeout(timer);
        outgoing.destroy();
        reject(error instanceof RequestFailed ? error : failureOf(error));
      };
      outgoing.on("socket", (socket) => keepHome(socket, url, reach));
      outgoing.on("error", fail);
      outgoing.on("close", () => {
        clearTimeout(timer);
        // Also an answer that is none, such as 101: without this nobody would ever hear of it.
        if (!answered) fail(new RequestFailed("connection_reset", "the connection was cut"));
      });
      outgoing.end(request.body);
    });
  }
}

async function readBody(incoming: IncomingMessage): Promise<KitResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new RequestFailed("too_large", `the answer is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers[name] = value;
  return {
    status: incoming.statusCode ?? 0,
    headers,
    body: decodeText(Buffer.concat(chunks), incoming.headers["content-type"] ?? ""),
  };
}

function failureOf(error: unknown): RequestFailed {
  const code = codeOf(error);
  const detail = error instanceof Error && error.message !== "" ? error.message : code;
  if (code === "ECONNREFUSED") return new RequestFailed("connection_refused", "nothing listens there");
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return new RequestFailed("connection_refused", `the host is not known (${detail})`);
  if (code === "ECONNRESET" || code === "EPIPE") return new RequestFailed("connection_reset", "the connection was cut");
  // What listens there answered in plain text (OpenSSL reads its first bytes as a version or a length).
  if (/wrong version number|packet length too long|http request/i.test(detail))
    return new RequestFailed("tls", "it answers without TLS: an address that begins with http:// may be meant");
  if (/^(ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO)/.test(code))
    return new RequestFailed("tls", detail);
  return new RequestFailed("malformed", detail);
}

/** With two addresses for a name the errors of both come as one AggregateError, whose code is the first one's. */
function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
