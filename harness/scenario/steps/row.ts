import type { z } from "zod";
import type { Outcome } from "../model/expect.ts";
import type { KnobValues } from "../model/policy.ts";
import type { OwnCode } from "../model/own-code.ts";
import type { Invitation, PersonChange, SeededAccount, StepBase, TamperUse } from "../model/step.ts";
import type { Cursor } from "../schema/cursor.ts";
import type { Path } from "../yaml/tree.ts";
import type { Rendering } from "./rendering.ts";

/** A step of one kind. */
export interface AnyStep extends StepBase {
  readonly kind: string;
}

/** What is a kind's own in its steps. */
export type Own<S extends AnyStep> = Omit<S, keyof StepBase>;

/** Everything that the kit asks of a kind of step; how it is driven is `drive/steps`. What is left out is not so. */
export interface StepFacts<S extends AnyStep> {
  /** The ability of a target that the step needs (`seed`, `grant` ...). */
  readonly ability?: string;
  /** What stands behind the kind in the one line that a report gives it: `ada` of `sign_in: ada`. */
  title(step: S): string;
  /** What it does, as one sentence without its full stop. */
  words(step: S): string;
  /** The members that may hold templates, filled in. */
  render?(step: S, to: Rendering): Partial<Own<S>>;

  /** `outcome` says how it ended. */
  readonly endsAsSignIn?: true;
  /** It may end at the SP's own door, before the IdP is asked. */
  readonly startsAtDoor?: true;
  /** Who comes through the IdP, and how often. */
  throughIdp?(step: S): readonly SignInsOf[];
  /** How many sign-ins are made at the same moment. */
  atOnce?(step: S): number;
  /** Where the connection's `sign_in` is asked to lead to. */
  leadsTo?(step: S): string | undefined;
  /** The corruption of what the IdP sends, and where it is sent. */
  tamper?(step: S): Tampering | undefined;

  /** The claims of which it tells the SP another name. */
  edits?(step: S): readonly string[];
  /** What the IdP says of people from here on. */
  changes?(step: S): Changes;
  /** Accounts that it creates, each written by its name under the kind. */
  seeds?(step: S): readonly SeededAccount[];
  /** Invitations that it makes, each written by its name under the kind. */
  invites?(step: S): readonly Invitation[];
  /** Who has an account at the SP from here on, without signing in. */
  provides?(step: S): string | undefined;
  /** It removes an account: whoever signs in after that is a newcomer. */
  removes?(step: S): boolean;
  /** The name of an account that it takes out of use, and that the SP may show no more. */
  deactivates?(step: S): string;

  /** Modules of the user's own that do it. */
  asks?(step: S): readonly OwnCode[];

  /** The browser that it names for the steps after it. */
  namesBrowser?(step: S): string | undefined;
  /** The name under which it keeps an answer of the IdP. */
  holds?(step: S): string | undefined;
  /** The answers that it brings to the SP, which earlier steps keep. */
  delivers?(step: S): readonly { readonly answer: string; readonly path: Path }[];
  /** The browser that it goes on in, which an earlier step names. */
  goesOnIn?(step: S): { readonly browser: string; readonly path: Path } | undefined;
  /** Whose own password it gives, where it says none. */
  passwordOf?(step: S): PasswordOf | undefined;
  /** It may happen only while nothing else is driven: it would disturb others, or they it. */
  needsQuiet?(step: S): boolean;
  /** The metadata of the connection must list a second certificate. */
  needsSecondCertificate?(step: S): boolean;
  /** The connection must say where the SP is told that somebody has signed out. */
  readonly needsLogout?: true;
  /** What is wrong with it, beyond its shape and its names. */
  faults?(step: S): readonly StepFault[];
  /** It is a list of the target file's `drive`: what a person does at the SP's own pages. */
  readonly byHand?: ByHand<S>;
}

/** A kind of step, whole: how it is written, how it becomes the model's, and what it is to everybody who asks. */
export interface StepRow<S extends AnyStep> extends Omit<StepFacts<S>, "render"> {
  readonly kind: S["kind"];
  readonly schema: z.ZodType;
  build(written: unknown, at: Cursor): S;
  /** What is expected after it is left as it is. */
  render(step: S, to: Rendering): S;
}

export interface SignInsOf {
  readonly person: string;
  readonly times: number;
}

export interface Tampering {
  readonly use: TamperUse;
  readonly person: string;
  /** The scenario's name of a connection; undefined: the person's own. */
  readonly connection: string | undefined;
  /** What it corrupts: what the IdP says at a sign-in, or at a sign-out. */
  readonly of: "sign_in" | "logout";
}

export interface Changes {
  readonly [person: string]: PersonChange;
}

export interface PasswordOf {
  readonly name: string;
  /** Whoever it is, else an account that the scenario seeds; another one's is not known. */
  readonly whoever: boolean;
  readonly path: Path;
}

export interface StepFault {
  /** From the step. */
  readonly path: Path;
  /** Told at the key instead of at the value. */
  readonly key?: true;
  readonly message: string;
  readonly hint: string;
}

/** A list of `drive`, which bears the name of the kind, and how the doctor tries it. */
export interface ByHand<S extends AnyStep> {
  /** What the list's templates can name: only where it happens, or also who does it. */
  readonly knows: "place" | "person";
  /** It follows what `seed.invite` tells. */
  readonly followsLink?: true;
  /** It has the SP send a mail, or follows the link of one. */
  readonly mail?: "comes" | "followed";
  /** Left out: it is tried by what it belongs to. */
  readonly trial?: Trial<S>;
}

/** The situation that a list is for, made by the kit; nothing is expected. */
export interface Trial<S extends AnyStep> {
  /** Somebody whom the SP does not know signs in first, and it must end so. */
  readonly after?: Outcome;
  /** The address of an account that is seeded first, with a password. */
  account?(who: TrialNames): string;
  /** The address that is invited first. */
  invited?(who: TrialNames): string;
  step(who: TrialNames, base: StepBase): S;
  /** What is so where it works. */
  readonly done: string;
  /** Who is not let in where it does not; left out: it is a way out, or leads to a mail. */
  readonly tried?: string;
  /** It is for a mail that must come. */
  readonly mails?: true;
  /** What it makes says whose it is. */
  readonly makesKey?: true;
  /** Where a connection declares this, that it does not work is what is declared. */
  readonly shutBy?: KnobValues;
}

/** What is called what in a trial. */
export interface TrialNames {
  readonly stranger: string;
  readonly browser: string;
  readonly account: string;
  readonly invitation: string;
  readonly password: string;
}
