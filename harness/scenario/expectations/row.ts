import type { z } from "zod";
import type { Place } from "../../errors.ts";
import type { Outcome } from "../model/expect.ts";
import type { Basis } from "../model/names.ts";
import type { OwnCode } from "../model/own-code.ts";
import type { AccountField, EventKind, InvitationState } from "../model/drivers.ts";
import type { Cursor } from "../schema/cursor.ts";

/** An expectation of one kind. */
export interface AnyExpectation {
  readonly kind: string;
  readonly place: Place;
}

/** What must be visible for something to be judged. */
export interface Sight {
  readonly fields: readonly AccountField[];
  readonly session: boolean;
  /** Abilities of the target without which it cannot be seen; left out: none. */
  readonly abilities?: readonly string[];
}

/** What may be written beside an expectation, and says how it is meant. */
export interface Beside {
  readonly at?: "door" | undefined;
}

/** How a sign-in must have ended. */
export interface Ending {
  readonly any: readonly Outcome[];
  /** A refusal counts also at the SP's own door, before the IdP was asked. */
  readonly at?: "door";
  readonly place: Place;
}

/**
 * Everything that the kit asks of a kind of expectation; how it is judged is `judge/expectations`. What is left out is
 * not so.
 */
export interface ExpectationFacts<E extends AnyExpectation> {
  /** What the target must show. */
  needs(expectation: E): Sight;
  /** Each thing that must hold, as one sentence without its full stop. */
  words(expectation: E): readonly string[];
  /** What it rests on where nothing else says so; left out: the harm of a wrong account. */
  readonly restsOn?: Basis;
  /** A declared key of identity that is none excuses a second account. */
  readonly excusable?: true;
  /** A cookie that the browser did not keep explains why it is not met. */
  readonly turnsOnSession?: true;
  /** It is about what the page tells; then it is told from the page where everybody begins. */
  readonly readsPage?: true;
  /** It is about addresses that a tampered message names. */
  readonly listens?: true;
  /** It says what a push must have come to. */
  readonly saysPush?: true;
  /** What the SP's audit log must come to tell; undefined: nothing is asked of it. */
  events?(expectation: E): readonly EventKind[] | undefined;
  /** What the SP's invitations must come to be. */
  invitations?(expectation: E): { readonly [invitation: string]: InvitationState };
  /** Modules of the user's own that are asked after the step. */
  asks?(expectation: E): readonly OwnCode[];
  /** How a sign-in must have ended. */
  ending?(expectation: E): Ending;
  /** How many accounts it admits to come into being; undefined: it says nothing of that. */
  created?(expectation: E): readonly number[] | undefined;
  /** The same of somebody who has an account, of this name, before the step that says that one comes into being. */
  amongKnown?(expectation: E, account: string): E;
  /** The same of somebody who is refused, where an account that waits for approval may be left. */
  awaiting?(expectation: E): E;
}

/** A kind of expectation, whole: how it is written, how it becomes the model's, and what it is to everybody who asks. */
export interface ExpectationRow<E extends AnyExpectation> extends ExpectationFacts<E> {
  readonly kind: E["kind"];
  readonly schema: z.ZodType;
  build(written: unknown, at: Cursor, beside: Beside): E;
}
