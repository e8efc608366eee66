import type { Danger, Knob } from "../../scenario/model/index.ts";

/** What a whole run says of the policy: pure data, for reports and for the target file. */
export interface PolicyReport {
  /** The one policy that fits all that was seen: of the target, and of what differs from it. */
  readonly blocks: readonly PolicyBlock[];
  /** What no one policy fits: what was seen there would fail with any line declared. */
  readonly contradictions: readonly Contradiction[];
  /** Values that are declared, and that no check looked at. */
  readonly unlooked: readonly { readonly knob: Knob; readonly value: string }[];
  /** Connections at which no check was driven. */
  readonly undriven: readonly string[];
  /** Risks that are declared. */
  readonly risks: readonly Danger[];
}

/** The policy of the target (neither is set), of an organization or of a connection. */
export interface PolicyBlock {
  readonly organization: string | null;
  readonly connection: string | null;
  readonly lines: readonly PolicyLine[];
}

export interface PolicyLine {
  readonly knob: Knob | "identity_key" | "required_attributes";
  readonly value: string | readonly string[];
  /** It stands in the target file already. */
  readonly declared: boolean;
  /** How many checks rest on it: with another value, they would fail. */
  readonly checks: number;
  /** Other values that fit what was seen as well. */
  readonly or: readonly string[];
  /** What the value lets happen, where it is a stated danger. */
  readonly unsafe?: string;
  /** What else would look the same: the line is then not for declaring before that is ruled out. */
  readonly doubt?: string;
}

/** Checks of one connection of which each says something else of some knobs. */
export interface Contradiction {
  readonly connection: string;
  readonly knobs: readonly Knob[];
  /** The fewest checks that do not fit together, each with what it saw. */
  readonly checks: readonly { readonly name: string; readonly saw: string }[];
}
