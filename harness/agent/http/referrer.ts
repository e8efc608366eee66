import { isDowngrade, sameOrigin } from "./site.ts";

/** Referer and Origin of a request, by the page's referrer policy (W3C Referrer Policy section 8.3, Fetch section 3.2). */

const POLICIES = [
  "no-referrer",
  "no-referrer-when-downgrade",
  "same-origin",
  "origin",
  "strict-origin",
  "origin-when-cross-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
] as const;
export type ReferrerPolicy = (typeof POLICIES)[number];

export const DEFAULT_POLICY: ReferrerPolicy = "strict-origin-when-cross-origin";

/** The last policy of a list that is known; null where none is (Referrer Policy section 8.1). */
export function parsePolicy(list: string): ReferrerPolicy | null {
  const words = list.toLowerCase().split(/[\s,]+/);
  return (
    words.map((word) => POLICIES.find((policy) => policy === word)).findLast((policy) => policy !== undefined) ?? null
  );
}

/** What the Referer header says for a request from one address to another; null: no header. */
export function referrerFor(from: URL, to: URL, policy: ReferrerPolicy): string | null {
  const full = new URL(from);
  full.hash = full.username = full.password = "";
  const origin = `${from.origin}/`;
  const same = sameOrigin(from, to);
  const down = isDowngrade(from, to);
  switch (policy) {
    case "no-referrer":
      return null;
    case "unsafe-url":
      return full.href;
    case "origin":
      return origin;
    case "same-origin":
      return same ? full.href : null;
    case "strict-origin":
      return down ? null : origin;
    case "origin-when-cross-origin":
      return same ? full.href : origin;
    case "no-referrer-when-downgrade":
      return down ? null : full.href;
    case "strict-origin-when-cross-origin":
      return same ? full.href : down ? null : origin;
  }
}

/** What the Origin header of a POST says. `no-referrer`, which helmet sets by default, makes it `null`. */
export function originFor(from: URL, to: URL, policy: ReferrerPolicy): string {
  switch (policy) {
    case "no-referrer":
      return "null";
    case "same-origin":
      return sameOrigin(from, to) ? from.origin : "null";
    case "no-referrer-when-downgrade":
    case "strict-origin":
    case "strict-origin-when-cross-origin":
      return isDowngrade(from, to) ? "null" : from.origin;
    default:
      return from.origin;
  }
}
