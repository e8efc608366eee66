import http from "node:http";
import https from "node:https";
import tls from "node:tls";
import { defined } from "../../defined.ts";
import type { Exchange, ExchangeFailure } from "../../observe/exchange.ts";
import { decodeBody } from "./encoding.ts";
import { keepHome, lookupFor, type Reach } from "../../reach.ts";
import type { Limits } from "./limits.ts";

/** One request and its whole answer. Redirects, cookies and pages are not its business. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Buffer | undefined;
}

export type Failure = NonNullable<Exchange["failure"]>;
type ResponseHeaders = NonNullable<Exchange["response"]>["headers"];

export interface WireResponse {
  /** Null where no answer began. */
  readonly status: number | null;
  readonly headers: ResponseHeaders;
  /** Decoded; what came until the failure, where there is one. */
  readonly body: Buffer;
  readonly failure?: Failure;
}

export interface Wire {
  send(request: WireRequest, signal: AbortSignal): Promise<WireResponse>;
  close(): void;
}

/** Sockets for one origin at once. Ten people may wait at a barrier with one request each, and eight checks run beside. */
const MAX_SOCKETS = 256;
const EMPTY = Buffer.alloc(0);

export function createWire(limits: Limits, reach: Reach, ca: string | undefined): Wire {
  const pool = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: 32, scheduling: "lifo" } as const;
  const plain = new http.Agent(pool);
  const secure = new https.Agent({ ...pool, ...(ca === undefined ? {} : { ca: [...tls.rootCertificates, ca] }) });

  async function send(request: WireRequest, signal: AbortSignal): Promise<WireResponse> {
    const first = await once(request, signal);
    // A server may close an idle connection at the moment when it is used again; browsers then ask once more.
    return first.stale ? (await once(request, signal)).response : first.response;
  }

  function once(request: WireRequest, signal: AbortSignal): Promise<{ response: WireResponse; stale: boolean }> {
    const { url } = request;
    const isSecure = url.protocol === "https:";
    return new Promise((settle) => {
      let status: number | null = null;
      let headers: ResponseHeaders = {};
      const chunks: Buffer[] = [];
      let size = 0;
      let done = false;
      let sent: http.ClientRequest | null = null;

      const finish = (failure?: Failure, stale = false): void => {
        if (done) return;
        done = true;
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
        if (failure !== undefined) sent?.destroy();
        const raw = chunks.length === 1 ? (chunks[0] ?? EMPTY) : Buffer.concat(chunks);
        const decoded = decodeBody(raw, headers["content-encoding"], limits.maxBodyBytes);
        const fault = failure ?? decoded.failure;
        settle({
          response: { status, headers, body: decoded.body, ...defined({ failure: fault }) },
          stale,
        });
      };
      const stop = (): void => finish({ kind: "connection_reset", detail: "the browser was closed" });
      const timer = setTimeout(
        () =>
          finish({
            kind: "timeout",
            detail: `no ${status === null ? "answer" : "end of the body"} in ${limits.requestTimeoutMs} ms`,
          }),
        limits.requestTimeoutMs,
      );
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop);

      try {
        sent = (isSecure ? https : http).request({
          agent: isSecure ? secure : plain,
          method: request.method,
          protocol: url.protocol,
          hostname: url.hostname.replace(/^\[|\]$/g, ""),
          port: url.port,
          path: url.pathname + url.search,
          headers: request.headers,
          maxHeaderSize: limits.maxHeaderBytes,
          lookup: lookupFor(url, reach.resolve),
        });
      } catch (error) {
        return finish(failureOf(error));
      }
      // Node drops headers beyond the 1,000th without a word; maxHeaderSize bounds them.
      sent.maxHeadersCount = 0;
      sent.on("socket", (socket) => keepHome(socket, url, reach));
      const tooLarge = (): void => finish({ kind: "too_large", detail: `a body of over ${limits.maxBodyBytes} bytes` });
      sent.on("response", (response) => {
        status = response.statusCode ?? null;
        headers = presentHeaders(response.headers);
        if (request.method !== "HEAD" && Number(response.headers["content-length"]) > limits.maxBodyBytes)
          return tooLarge();
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > limits.maxBodyBytes) tooLarge();
          else chunks.push(chunk);
        });
        response.on("end", () => finish());
        response.on("error", (error) => finish(failureOf(error)));
        response.on("close", () =>
          finish({ kind: "connection_reset", detail: "the connection ended within the body" }),
        );
      });
      sent.on("error", (error) => {
        const failure = failureOf(error);
        finish(failure, failure.kind === "connection_reset" && status === null && sent.reusedSocket);
      });
      sent.on("close", () => {
        if (status === null) finish({ kind: "connection_reset", detail: "the connection ended without an answer" });
      });
      sent.end(request.body);
    });
  }

  return {
    send,
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

function presentHeaders(headers: http.IncomingHttpHeaders): ResponseHeaders {
  const present: { [name: string]: string | readonly string[] } = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) present[name] = value;
  return present;
}

/** Names the failure from Node's error codes. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: "malformed", detail: String(error) };
  const inner = error instanceof AggregateError ? error.errors.find((one) => one instanceof Error) : undefined;
  const code = String(("code" in error ? error.code : undefined) ?? (inner && "code" in inner ? inner.code : ""));
  const detail = error.message || (inner instanceof Error ? inner.message : code);
  return { kind: kindOf(code), detail };
}

function kindOf(code: string): ExchangeFailure {
  if (code === "ECONNRESET" || code === "EPIPE" || code === "ERR_STREAM_PREMATURE_CLOSE") return "connection_reset";
  if (code === "ETIMEDOUT") return "timeout";
  if (code === "HPE_HEADER_OVERFLOW") return "too_large";
  if (/^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|EADDR|EACCES)/.test(code)) return "connection_refused";
  // OpenSSL's and X.509's codes have no common form; what Node and its HTTP parser complain about has.
  return /^(HPE_|ERR_HTTP|ERR_INVALID|ERR_UNESCAPED)/.test(code) || code === "" ? "malformed" : "tls";
}
