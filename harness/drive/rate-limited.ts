import type { Exchange } from "../observe/exchange.ts";
import type { RateLimited } from "../observe/observation.ts";
import { rateLimitIn } from "../observe/rate-limit.ts";
import { tellingUrl } from "./ending.ts";

const TOO_MANY_REQUESTS = 429;

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
