import type { AuditEvent, EventKind } from "../audit/events.ts";
import { DEFAULT_POLICY, type Policy } from "../config/policy.ts";

/** What one sign-in did to the account, ready for the page. */
export interface SignInStory {
  readonly headline: string;
  readonly at: string;
  readonly connection: string;
  readonly changes: readonly { readonly field: string; readonly from: string; readonly to: string }[];
  readonly granted: readonly string[];
  readonly revoked: readonly string[];
  readonly warnings: readonly string[];
}

const HEADLINES: { readonly [K in EventKind]?: string } = {
  created: "Created this account",
  linked: "Linked this account, which was there before, to your identity",
  updated: "Updated this account",
  signed_in: "Changed nothing",
};

/** The newest sign-in among the events (which are the newest first); null before the first. */
export function lastSignIn(events: readonly AuditEvent[]): SignInStory | null {
  for (const { kind, at, connection, detail } of events) {
    const headline = HEADLINES[kind];
    if (headline === undefined) continue;
    return {
      headline,
      at,
      connection: connection ?? "",
      changes: (detail.changes ?? []).map(({ field, from, to }) => ({ field, from: shown(from), to: shown(to) })),
      granted: detail.granted ?? [],
      revoked: detail.revoked ?? [],
      warnings: detail.warnings ?? [],
    };
  }
  return null;
}

/** A moment for people: `2026-11-21 21:14:01 UTC`. */
export function moment(at: string): string {
  return `${at.slice(0, 19).replace("T", " ")} UTC`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : JSON.stringify(value);
}

/** The knobs in which an organization differs from the defaults: what makes its button worth pressing. */
export function deviations(policy: Policy): readonly string[] {
  return (Object.keys(DEFAULT_POLICY) as (keyof Policy)[])
    .filter((knob) => JSON.stringify(policy[knob]) !== JSON.stringify(DEFAULT_POLICY[knob]))
    .map((knob) => `${knob}: ${knobValue(policy[knob])}`);
}

function knobValue(value: Policy[keyof Policy]): string {
  if (value === null) return "none";
  return typeof value === "object" ? `[${value.join(", ")}]` : String(value);
}
