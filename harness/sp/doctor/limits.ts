import type { Exchange } from "../../observe/exchange.ts";
import type { Finding } from "../../observe/finding.ts";
import { rateLimitIn } from "../../observe/rate-limit.ts";
import type { Limits } from "../../scenario/model/index.ts";

/** Of the exchanges of one sign-in: what the SP tells of its limit on requests; null where it tells of none. */
export function examineLimits(exchanges: readonly Exchange[], limits: Limits): Finding | null {
  const told = exchanges.flatMap(({ by, at, response }) => {
    const limit = by !== "browser" || response === undefined ? null : rateLimitIn(response.headers, at);
    return limit?.limit === undefined && limit?.remaining === undefined ? [] : [limit];
  });
  const [first] = told;
  if (first === undefined) return null;
  const message = `the SP limits requests (${first.told}), and a sign-in takes ${told.length} of them`;
  const perMinute = sustainable(first.limit, first.window_s, told.length);
  const declared = limits.sign_ins_per_minute;
  if (declared !== undefined && (perMinute === null || declared <= perMinute))
    return { topic: "limits", ok: true, message };
  const value = perMinute === null ? "sign_ins_per_minute" : `sign_ins_per_minute: ${perMinute}`;
  return {
    topic: "limits",
    ok: true,
    message,
    hint: `where a run comes to that limit, declare limits: { ${value} }`,
    ...(perMinute === null ? {} : { fix: { path: ["limits", "sign_ins_per_minute"], value: perMinute } }),
  };
}

/** So many sign-ins in a minute stay below the limit; null where the SP does not tell of its window. */
function sustainable(limit: number | undefined, window_s: number | undefined, each: number): number | null {
  if (limit === undefined || window_s === undefined || window_s === 0) return null;
  const perMinute = (limit / each) * (60 / window_s);
  return perMinute >= 1 ? Math.floor(perMinute) : Number(perMinute.toFixed(2));
}
