import type { Place } from "../../errors.ts";
import type { Expect } from "./expect.ts";
import type { Json } from "./names.ts";

interface StepBase {
  readonly place: Place;
  /** Must hold, else the check is misconfigured (before what it proves) or its proof is void (after). */
  readonly control: boolean;
  /** Must hold, else the check does not apply to this SP. */
  readonly applies: boolean;
  readonly expect?: Expect;
}

/** A named corruption of a token, assertion or endpoint, for one person's next whole sign-in. */
export interface TamperUse {
  readonly name: string;
  readonly parameters: { readonly [name: string]: Json };
}

export interface SignInStep extends StepBase {
  readonly kind: "sign_in";
  readonly person: string;
  /** The scenario's name of a connection; left out: the person's own. */
  readonly connection?: string;
  /** A named browser keeps its cookies through the scenario; an unnamed one is fresh. */
  readonly browser?: string;
  /** How many times the sign-in is made; one after another, or at once where `parallel`. */
  readonly times: number;
  readonly parallel: boolean;
  readonly idp_initiated: boolean;
  readonly tamper?: TamperUse;
  readonly return_to?: string;
}

/** Changes what the IdP says of people from here on. */
export interface ChangeStep extends StepBase {
  readonly kind: "change";
  readonly people: { readonly [person: string]: PersonChange };
}

interface PersonChange {
  readonly claims: { readonly [claim: string]: Json };
  readonly without: readonly string[];
  /**
   * Written as one whole template (`"{{value.claims}}"`) that renders to a map of claims, with a `without` among
   * them perhaps. The planner resolves it into the two others.
   */
  readonly template?: string;
}

/** Creates an account at the SP in the middle of a scenario. */
export interface SeedStep extends StepBase {
  readonly kind: "seed";
  readonly accounts: readonly SeededAccount[];
}

/** Gives an account a role by the SP's own hand, as an administrator would. */
export interface GrantStep extends StepBase {
  readonly kind: "grant";
  /** A remembered or seeded name. */
  readonly account: string;
  readonly role: string;
}

/** Deactivates an account at the SP. */
export interface DeactivateStep extends StepBase {
  readonly kind: "deactivate";
  readonly account: string;
}

/** Removes an account at the SP. */
export interface RemoveStep extends StepBase {
  readonly kind: "remove";
  readonly account: string;
}

/** Invites people at the SP in the middle of a scenario. */
export interface InviteStep extends StepBase {
  readonly kind: "invite";
  readonly invitations: readonly Invitation[];
}

/** Somebody signs in with a password. */
export interface PasswordSignInStep extends StepBase {
  readonly kind: "password_sign_in";
  /** A seeded account, or a person. */
  readonly who: string;
  /** Left out: the seeded account's own. */
  readonly password?: string;
  readonly browser?: string;
}

/** Whoever is signed in there signs out at the SP. */
export interface SignOutStep extends StepBase {
  readonly kind: "sign_out";
  readonly browser: string;
}

/** A person confirms the link that an interrupted sign-in asked for, on the page where it left them. */
export interface LinkStep extends StepBase {
  readonly kind: "link";
  readonly person: string;
  /** The browser of the sign-in that was interrupted. */
  readonly browser: string;
  /** The seeded account that is claimed. */
  readonly account?: string;
  /** What the person gives as its password; left out: the account's own. */
  readonly password?: string;
}

/** A person follows an invitation. */
export interface AcceptInviteStep extends StepBase {
  readonly kind: "accept_invite";
  readonly invitation: string;
  /** Who follows it, and signs in where that leads to the IdP. */
  readonly person: string;
  readonly browser?: string;
  /** For SPs that ask for a new password. */
  readonly password?: string;
}

/** Opens an address of the SP. */
export interface VisitStep extends StepBase {
  readonly kind: "visit";
  /** A path, or a whole address of the SP. */
  readonly target: string;
  readonly browser?: string;
}

/** A second holder: what a browser holds at that moment, cookies and kept values, is given to another. */
export interface CopyStep extends StepBase {
  readonly kind: "copy";
  readonly from: string;
  readonly to: string;
}

/** Observes only. */
export interface LookStep extends StepBase {
  readonly kind: "look";
  readonly browser: string;
}

export type Step =
  | SignInStep
  | ChangeStep
  | SeedStep
  | GrantStep
  | DeactivateStep
  | RemoveStep
  | InviteStep
  | PasswordSignInStep
  | SignOutStep
  | LinkStep
  | AcceptInviteStep
  | VisitStep
  | CopyStep
  | LookStep;
export type StepKind = Step["kind"];

/** An account that the SP has before the IdP is heard of. Values may hold templates. */
export interface SeededAccount {
  readonly name: string;
  /** The scenario's name of a connection whose organization the account belongs to; left out: the check's own. */
  readonly at?: string;
  readonly email?: Json;
  readonly email_verified?: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly roles?: readonly string[];
  readonly active?: boolean;
  readonly identities?: readonly { readonly issuer?: string; readonly subject: string }[];
  readonly place: Place;
}

/** An open invitation of the SP to somebody. Values may hold templates. */
export interface Invitation {
  readonly name: string;
  /** The scenario's name of a connection whose organization invites; left out: the check's own. */
  readonly at?: string;
  readonly email: string;
  readonly roles?: readonly string[];
  readonly place: Place;
}
