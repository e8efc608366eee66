import type { Exchange } from "../../observe/exchange.ts";
import type { Finding } from "../../observe/finding.ts";

/** What libraries forgive differs from none to five minutes; a clock that is set by the network is off by less than a second. */
const TOLERATED_MS = 30_000;

/**
 * The SP's clock against the kit's, by the Date of an answer (RFC 9110 section 6.6.1); empty where they agree, or none
 * can tell. Nothing is wrong as such, so it is advice: to an SP that refuses what looks expired it explains everything.
 */
export function examineClock(exchanges: readonly Exchange[]): Finding[] {
  for (const { at, duration_ms, response } of exchanges) {
    const date = response?.headers["date"];
    // An answer out of a cache has the date of its making.
    if (typeof date !== "string" || response?.headers["age"] !== undefined) continue;
    const told = Date.parse(date);
    if (Number.isNaN(told)) continue;
    const off = told < at ? told - at : Math.max(0, told - (at + duration_ms));
    return Math.abs(off) <= TOLERATED_MS ? [] : [advice(off)];
  }
  return [];
}

function advice(off: number): Finding {
  return {
    topic: "clock",
    ok: true,
    message: `the SP's clock is ${inWords(Math.abs(off))} ${off < 0 ? "behind" : "ahead of"} this machine's`,
    hint: "set it right: ID tokens and assertions look expired to the SP, or not valid yet (iat, exp, NotBefore), and sign-ins are refused for it",
  };
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1_000)} s`;
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}
