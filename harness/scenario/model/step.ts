import type { Place } from "../../errors.ts";
import type { Expect } from "./expect.ts";
import type { Json } from "./names.ts";

/** What a kind of step is stands in one file of scenario/steps, and how it is driven in one of drive/steps. */
export type { Step, StepKind, StepOf } from "../steps/index.ts";

export interface StepBase {
  readonly place: Place;
  /** Must hold, else the check is misconfigured (before what it proves) or its proof is void (after). */
  readonly control: boolean;
  /** Must hold, else the check does not apply to this SP. */
  readonly applies: boolean;
  readonly expect?: Expect;
  /** Where the file of shared steps is used that it stands in, the last `use` first; left out: it stands in none. */
  readonly used?: readonly Place[];
}

/** A named corruption of a token, assertion or endpoint, for one person's next whole sign-in. */
export interface TamperUse {
  readonly name: string;
  readonly parameters: { readonly [name: string]: Json };
}

export interface PersonChange {
  readonly claims: { readonly [claim: string]: Json };
  readonly without: readonly string[];
  /** Whether the application is given to them from here on; left out: as before. */
  readonly assigned?: boolean;
  /**
   * Written as one whole template (`"{{value.claims}}"`) that renders to a map of claims, with a `without` among
   * them perhaps. The planner resolves it into the two others.
   */
  readonly template?: string;
}

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
