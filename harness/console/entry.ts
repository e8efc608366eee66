import { seenEntry, type SeenEntry } from "../report/index.ts";
import type { Vault } from "../run/index.ts";
import { decisionOf, type Decision, type Step, type Visitor } from "./decided.ts";

/** One sign-in as the page shows it, at one SP or at two side by side. */
export interface Entry {
  readonly kind: "sign_in";
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly person: string;
  /** As the IdP calls them. */
  readonly who: string;
  readonly connection: string;
  readonly tamper: string | null;
  readonly idp_initiated: boolean;
  /** What the IdP did of them, where it was no sign-in: `scim deactivate`; null: they signed in. */
  readonly does: string | null;
  /** Claims that were other than at their sign-in before; empty: none. */
  readonly changed: readonly string[];
  /** In a browser of somebody's own. */
  readonly own: boolean;
  readonly sides: readonly SideEntry[];
}

export type SideEntry = SideSeen | SideFailed;

interface SideSeen {
  readonly label: string;
  readonly defect: string | null;
  readonly decision: Decision;
  readonly seen: SeenEntry;
  /** Nothing shows the SP's accounts: those of `seen` say nothing. */
  readonly unseen: boolean;
  readonly duration_ms: number;
}

/** It could not be driven, or seen. */
interface SideFailed {
  readonly label: string;
  readonly defect: string | null;
  readonly error: string;
  readonly hint: string | null;
}

export function sideSeen(
  side: { readonly label: string; readonly defect: string | null },
  step: Step,
  visitor: Visitor,
  vault: Vault,
): SideSeen {
  const seen = seenEntry(step, vault);
  const { unseen } = visitor;
  return {
    ...side,
    decision: decisionOf(step, seen, visitor),
    seen,
    unseen,
    duration_ms: Math.round(step.duration_ms),
  };
}
