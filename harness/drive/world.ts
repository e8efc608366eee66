import type { Agent } from "../agent/port.ts";
import type { Idps } from "../idp/port.ts";
import type { Check } from "../plan/check.ts";
import type { Step, Target } from "../scenario/model/index.ts";
import type { Sp } from "../sp/port.ts";
import type { Ledger } from "./ledger.ts";

/** Until the SP may ask an IdP again: for a key that is new, or for what had failed. */
export type Wait = "rotated" | "healed";

/** Everything that a check is driven against: one SP, the IdPs that it trusts, and the kit's own browsers. */
export interface World {
  /** Bound: no template of the file itself is left, only those of a person or an account. */
  readonly target: Target;
  readonly sp: Sp;
  readonly idps: Idps;
  readonly agent: Agent;
  readonly ledger: Ledger;
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves when the target's limits admit one more sign-in, or `count` of them at once; what it resolves to is called
   * when they have ended.
   */
  turn(count?: number): Promise<() => void>;
  /** No sign-in begins for so many milliseconds: the SP has said that it takes no more. */
  hold(ms: number): void;
  /**
   * Why what an action list of `drive` comes to at a connection is no answer of the SP: it was tried before, and did not
   * ask the SP for anything. Null, or left out: nothing is known against it.
   */
  readonly unfit?: (list: string, connection: string) => string | null;
  /** Awaited before each step of a check, `index` from 0; left out: one follows the other. */
  readonly pace?: (check: Check, step: Step, index: number) => Promise<void>;
  /** Whether a wait is left out; left out itself: none is. */
  readonly skips?: ((wait: Wait) => boolean) | undefined;
  /** Says what is waited for, to whoever looks on; left out: nobody does. */
  readonly tell?: (text: string) => void;
  /** Aborted when the run ends early; steps stop before the next request. */
  readonly signal?: AbortSignal;
}
