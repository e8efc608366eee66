import type { Exchange } from "../../observe/exchange.ts";

type Failure = NonNullable<Exchange["failure"]>;

const KINDS: readonly (readonly [pattern: RegExp, kind: Failure["kind"]])[] = [
  [/TIMED_OUT/, "timeout"],
  [
    /CONNECTION_REFUSED|ADDRESS_UNREACHABLE|CONNECTION_FAILED|ADDRESS_INVALID|INTERNET_DISCONNECTED/,
    "connection_refused",
  ],
  [/RESPONSE_HEADERS_TOO_BIG|INSUFFICIENT_RESOURCES/, "too_large"],
  [/TOO_MANY_REDIRECTS/, "too_many_redirects"],
  [/CERT|SSL|TLS/, "tls"],
  [/NAME_NOT_RESOLVED|UNSAFE_PORT/, "connection_refused"],
  [
    /EMPTY_RESPONSE|CONNECTION_(?:RESET|CLOSED|ABORTED)|INCOMPLETE|CONTENT_LENGTH_MISMATCH|SOCKET|HTTP2/,
    "connection_reset",
  ],
];

/** Chromium's `net::ERR_...` in the words of the kit; what has no word of its own is malformed. */
export function failureOf(errorText: string): Failure {
  const kind = KINDS.find(([pattern]) => pattern.test(errorText))?.[1] ?? "malformed";
  return { kind, detail: `the browser says ${errorText}` };
}
