import type { Page } from "../agent/port.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { RateLimited } from "../observe/observation.ts";
import { rateLimitIn } from "../observe/rate-limit.ts";
import { tellingUrl } from "./ending.ts";

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;
/** Where the SP does not say when it may go on. */
const SHORT_WAIT_MS = 1_000;
const SHORT_WINDOW_MS = 10_000;
/** No run waits longer than this for one answer. */
export const LONGEST_WAIT_MS = 90_000;

/**
 * The limit that one of these requests to the SP met, the last of them; null where none did. A script's request counts
 * as a page does: many front doors are asked by one.
 */
export function rateLimited(exchanges: readonly Exchange[], idp: string): RateLimited | null {
  const met = exchanges.findLast(
    ({ request, response }) => response?.status === TOO_MANY_REQUESTS && !request.url.startsWith(`${idp}/`),
  );
  if (met?.response === undefined) return null;
  const { headers } = met.response;
  const date = Date.parse(String(headers["date"] ?? ""));
  // A moment is told by the SP's own clock.
  const limit = rateLimitIn(headers, Number.isNaN(date) ? met.at : date) ?? { told: "" };
  return { ...limit, url: tellingUrl(met.request.url) };
}

/**
 * How long to wait, in milliseconds, before a limit that the SP tells of is met: where it has no more left than sign-ins
 * may begin at the same moment. Null where it tells of none, has enough, or counts in windows so long that a run would
 * wait most of its time; `sign_ins_per_minute` is for those.
 */
export function nearlySpent(exchanges: readonly Exchange[], idp: string, atOnce: number): number | null {
  const limits = exchanges.flatMap(({ at, request, response }) => {
    const own = response !== undefined && !request.url.startsWith(`${idp}/`);
    const told = own ? rateLimitIn(response.headers, at) : null;
    return told?.remaining === undefined ? [] : [told];
  });
  const { remaining = Infinity, wait_ms = Infinity } = limits.at(-1) ?? {};
  return remaining > atOnce || wait_ms > SHORT_WINDOW_MS ? null : wait_ms;
}

/**
 * How long to wait before anybody signs in again, in milliseconds: what a limit, or an SP that is too busy (RFC 9110,
 * section 15.6.4), asks for. Null where neither was met, or where it asks for more than can be waited for.
 */
export function putOff(page: Page | null, limit: RateLimited | null): number | null {
  const headers = page?.headers ?? {};
  const isBusy = page?.status === UNAVAILABLE && headers["retry-after"] !== undefined;
  const busy = isBusy ? rateLimitIn(headers, Date.now()) : null;
  const wait = limit === null ? busy?.wait_ms : (limit.wait_ms ?? SHORT_WAIT_MS);
  return wait === undefined || wait > LONGEST_WAIT_MS ? null : wait;
}
