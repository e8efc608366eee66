import type { Json, KnobValues, Protocol } from "../model/index.ts";

/** What somebody did by hand, and what the accounts showed before and after it. */
export type Act = SignedIn | SignedOut | Provisioned | Rotated;

interface OfPerson {
  /** By their name in the people file. */
  readonly person: string;
  readonly at: RecordedConnection;
  /** What the IdP said of them then, complete; texts hold the namespace of those who are signed in by hand. */
  readonly claims: { readonly [claim: string]: Json };
  /** How the people file, or who changed it since, had them: what is left out there is made up for everybody. */
  readonly written: { readonly claims: { readonly [claim: string]: Json }; readonly without: readonly string[] };
  readonly counts: { readonly created: number; readonly deleted: number; readonly changed: number };
  /** What is to be asked of the account: fields that changed, or whose claim did. */
  readonly account: RecordedAccount | null;
  /** No SP means to do what was seen. */
  readonly odd: boolean;
}

export interface SignedIn extends OfPerson {
  readonly did: "sign_in";
  readonly tamper: string | null;
  readonly idp_initiated: boolean;
  /** Null: it was in a browser of somebody's own. */
  readonly outcome: string | null;
}

/** Somebody signed in, and out again in the same browser; the rest is of the sign-in. */
export interface SignedOut extends OfPerson {
  readonly did: "sign_out";
  /** Where: at their IdP, which told the SP, or at the SP. */
  readonly from: "idp" | "sp";
  readonly outcome: string | null;
  /** Whether the session at the SP had ended then; null: it could not be seen. */
  readonly ended: boolean | null;
}

export interface Provisioned extends OfPerson {
  readonly did: "scim";
  readonly does: "create" | "replace" | "deactivate" | "restore" | "delete";
  readonly outcome: string;
}

export interface Rotated {
  readonly did: "rotate_keys";
  readonly at: RecordedConnection;
}

export interface RecordedConnection {
  readonly name: string;
  readonly protocol: Protocol;
  readonly organization: string;
  /** A verified domain of its organization; null: there is none. */
  readonly domain: string | null;
  /** What holds there of the knobs that say what follows from a changed claim. */
  readonly policy: KnobValues;
}

export interface RecordedAccount {
  readonly id: string;
  /** It was there before the act. */
  readonly known: boolean;
  readonly email?: string | null;
  readonly roles?: readonly string[];
  readonly active?: boolean;
}

export interface Recording {
  readonly id: string;
  /** The namespace that their texts hold. */
  readonly ns: string;
  /** Of before: what is known of people who had an account already. */
  readonly earlier: readonly Act[];
  readonly acts: readonly Act[];
}
