import { defined } from "../../defined.ts";
import { messagesOfRequest, messagesOfResponse } from "../../observe/decode.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { AgentOptions } from "../port.ts";
import { decodeText, isHtml } from "../../observe/charset.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

const MAX_BODY = 64 * 1024;

/** Tells the listener of each exchange; costs nothing where nobody listens. */
export interface Recorder {
  record(
    browser: string,
    at: number,
    duration: number,
    request: WireRequest,
    response: WireResponse,
    notes: readonly string[],
  ): void;
}

export function createRecorder(options: AgentOptions): Recorder {
  const listener = options.onExchange;
  let last = 0;
  const nextId = options.nextExchangeId ?? (() => (last += 1));
  return {
    record(browser, at, duration, request, response, notes) {
      if (listener === undefined) return;
      const sent = request.body?.toString("utf8");
      const contentType = text(response.headers["content-type"]);
      const received = response.body.length === 0 ? undefined : decodeText(response.body, contentType);
      const messages = [
        ...messagesOfRequest({
          method: request.method,
          url: request.url.href,
          contentType: lowerCased(request.headers)["content-type"],
          body: sent,
        }),
        ...messagesOfResponse({
          contentType,
          location: text(response.headers["location"]),
          body: isHtml(contentType) ? undefined : received,
        }),
      ];
      const exchange: Exchange = {
        id: nextId(),
        at,
        duration_ms: duration,
        by: "browser",
        browser,
        request: {
          method: request.method,
          url: withoutHash(request.url),
          headers: lowerCased(request.headers),
          ...(sent === undefined ? {} : { body: sent.slice(0, MAX_BODY) }),
        },
        ...(response.status === null
          ? {}
          : {
              response: {
                status: response.status,
                headers: response.headers,
                ...(received === undefined ? {} : { body: received.slice(0, MAX_BODY) }),
              },
            }),
        ...defined({ failure: response.failure }),
        ...(notes.length === 0 ? {} : { notes }),
        messages,
      };
      listener(exchange);
    },
  };
}

function withoutHash(url: URL): string {
  return url.hash === "" ? url.href : url.href.slice(0, url.href.length - url.hash.length);
}

function text(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : (value?.[0] ?? "");
}

function lowerCased(headers: { readonly [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
