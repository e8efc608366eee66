import type { Exchange } from "../observe/exchange.ts";

/**
 * What the IdP refused of what the SP itself sent since a moment, for the end of a sentence; empty where it refused
 * nothing. A wrong client secret shows nowhere else: the person is told that something went wrong, at best.
 */
export function idpRefusal(exchanges: readonly Exchange[], since: number): string {
  const refused = exchanges.findLast(
    ({ by, at, response }) => by === "sp" && at >= since && response !== undefined && response.status >= 400,
  );
  if (refused?.response === undefined) return "";
  const { request, response } = refused;
  const error = /"error"\s*:\s*"([\w.-]{1,60})"/.exec(response.body ?? "")?.[1];
  const what = `${request.method} ${new URL(request.url).pathname}`;
  return `; the IdP had answered the SP's ${what} with HTTP ${response.status}${error === undefined ? "" : ` ${error}`}`;
}
