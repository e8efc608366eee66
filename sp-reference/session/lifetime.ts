import type { Policy } from "../config/policy.ts";

export type SessionMax = Policy["session_max"];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const MAX_MS: { readonly [max in Exclude<SessionMax, "none">]: number } = {
  "1h": HOUR,
  "8h": 8 * HOUR,
  "24h": DAY,
  "7d": 7 * DAY,
  "30d": 30 * DAY,
};

/** How long a session without a bound outlives its last use. */
const UNUSED = 30 * DAY;

/** Longer than browsers keep a cookie (RFC 6265bis 5.6.2): the session itself ends first, or never. */
const COOKIE = 400 * DAY;

/** When a session that was used now ends, in milliseconds since the epoch. The bound counts from its beginning. */
export function endsAt(max: SessionMax, begunAt: number, now: number): number {
  return max === "none" ? now + UNUSED : begunAt + MAX_MS[max];
}

export function cookieMaxAge(max: SessionMax): number {
  return max === "none" ? COOKIE : MAX_MS[max];
}

/** Of several organizations the strictest. */
export function shortest(all: readonly SessionMax[], otherwise: SessionMax): SessionMax {
  return all.toSorted((a, b) => cookieMaxAge(a) - cookieMaxAge(b))[0] ?? otherwise;
}
