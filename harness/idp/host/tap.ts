import type { IncomingMessage, ServerResponse } from "node:http";
import type { Exchange, ProtocolMessage } from "../../observe/exchange.ts";

const MAX_BODY = 65_536;

export interface TapOptions {
  readonly origin: () => string;
  readonly onExchange: (exchange: Exchange) => void;
  readonly onIssue?: ((exchange: Exchange) => void) | undefined;
  readonly nextExchangeId: () => number;
}

/**
 * Records what reaches the IdPs.
 *
 * A browser's requests (those that navigate, or that are answered with a page or a redirect) are recorded whole by
 * the user agent. So here they are told only where they carry protocol messages, as `by: "browser"` without a
 * `browser`, with no headers and no bodies: a reader who wants every request once takes the agent's exchanges and,
 * of these, the ones `by: "sp"`; one who wants decoded messages takes both.
 */
export class Tap {
  readonly #options: TapOptions;
  readonly #messages = new WeakMap<object, ProtocolMessage[]>();

  constructor(options: TapOptions) {
    this.#options = options;
  }

  /** Adds a decoded message to the exchange of this request. */
  note(req: object, message: ProtocolMessage): void {
    this.#messages.get(req)?.push(message);
  }

  /** Must be called in the same tick in which the request came. */
  watch(req: IncomingMessage, res: ServerResponse): void {
    const at = Date.now();
    const started = performance.now();
    const id = this.#options.nextExchangeId();
    const url = this.#options.origin() + (req.url ?? "/");
    const messages: ProtocolMessage[] = [];
    this.#messages.set(req, messages);
    const sent = tapRequest(req);
    const exchange = (browser: boolean, isWhole: boolean): Exchange => {
      const [requestBody, responseBody] = [sent.text(), answered.text()];
      return {
        id,
        at,
        duration_ms: performance.now() - started,
        by: browser ? "browser" : "sp",
        request: {
          method: req.method ?? "GET",
          url,
          headers: browser ? {} : flat(req.headers),
          ...(browser || requestBody === "" ? {} : { body: requestBody }),
        },
        ...(isWhole
          ? {
              response: {
                status: res.statusCode,
                headers: browser ? {} : answered.headers(),
                ...(browser || responseBody === "" ? {} : { body: responseBody }),
              },
            }
          : {
              failure: {
                kind: "connection_reset",
                detail: `the caller went away before ${res.headersSent ? "the end of " : ""}the answer`,
              },
            }),
        messages,
      };
    };
    const answered = tapResponse(res, () => {
      if (!isFrontChannel(req, res)) this.#options.onIssue?.(exchange(false, true));
    });
    res.once("close", () => {
      const browser = isFrontChannel(req, res);
      if (browser && messages.length === 0) return;
      this.#options.onExchange(exchange(browser, res.writableFinished));
    });
  }
}

/** What a person's browser does, against what an SP's HTTP client does: it navigates, and it is shown pages. */
function isFrontChannel(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.headers["sec-fetch-mode"] === "navigate") return true;
  const type = String(res.getHeader("content-type") ?? "");
  return type.startsWith("text/html") || (res.statusCode >= 300 && res.statusCode < 400);
}

/** Sees the body's chunks on their way into the stream, so that whoever reads it later still gets all of it. */
function tapRequest(req: IncomingMessage): Collected {
  const collected = new Collected();
  const push = req.push.bind(req);
  req.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk instanceof Uint8Array) collected.add(Buffer.from(chunk));
    return push(chunk, encoding);
  };
  return collected;
}

/** `leaving`: called when the answer is whole, before its last part leaves. */
function tapResponse(
  res: ServerResponse,
  leaving: () => void,
): Collected & { headers(): Record<string, string | readonly string[]> } {
  const collected = new Collected();
  const [write, end] = [res.write.bind(res), res.end.bind(res)];
  const see = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === "string")
      collected.add(Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"));
    else if (chunk instanceof Uint8Array) collected.add(Buffer.from(chunk));
  };
  res.write = ((...args: Parameters<typeof write>) => {
    see(args[0], args[1]);
    return Reflect.apply(write, res, args);
  }) as typeof write;
  res.end = ((...args: Parameters<typeof end>) => {
    see(args[0], args[1]);
    leaving();
    return Reflect.apply(end, res, args);
  }) as typeof end;
  return Object.assign(collected, { headers: () => flatOut(res) });
}

class Collected {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  add(chunk: Buffer): void {
    if (this.#size >= MAX_BODY) return;
    this.#chunks.push(chunk.subarray(0, MAX_BODY - this.#size));
    this.#size += chunk.length;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}

function flat(headers: IncomingMessage["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function flatOut(res: ServerResponse): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(res.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value : String(value)]],
    ),
  );
}
