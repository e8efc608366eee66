/** The SP's accounts and session at one moment, normalized. */

export interface Identity {
  /** Issuer or entityID; absent where the SP stores none that the driver can see. */
  readonly issuer?: string;
  readonly subject: string;
}

/** A field that the drivers do not show is absent; one that they show as empty is null. */
export interface Account {
  readonly id: string;
  readonly email?: string | null;
  readonly email_verified?: boolean | null;
  readonly username?: string | null;
  readonly given_name?: string | null;
  readonly family_name?: string | null;
  readonly name?: string | null;
  readonly active?: boolean | null;
  readonly roles?: readonly string[];
  readonly identities?: readonly Identity[];
  readonly memberships?: readonly string[];
  readonly attributes?: { readonly [name: string]: unknown };
  /** When somebody last signed in to it, as the SP writes times; null: never. No part of what an account is. */
  readonly last_sign_in?: string | null;
  /** Field -> the driver that showed it (`http`, `sql 2` ...). */
  readonly seen_by: { readonly [field: string]: string };
}

/** The accounts of one namespace, sorted by id. Several may have one id: an SP that gave it twice. */
export interface Snapshot {
  readonly at: number;
  readonly accounts: readonly Account[];
  /** Ids of the namespace that accounts outside it have, too. Left out: none. */
  readonly shared?: readonly string[];
  /**
   * How long nothing had changed when this was read, in milliseconds, counted from the end of what was done. Left out:
   * it is the first read, at an SP whose accounts never were late.
   */
  readonly still_ms?: number;
  readonly missed?: Missed;
  /** Attributes that are left out, since they change from read to read by themselves. */
  readonly left_out?: readonly string[];
  /**
   * Ids of those that were there at the previous look at this namespace, outside it: nobody created them since, but
   * somebody else's account came to carry the namespace. Left out: none, or the drivers show only the namespace.
   */
  readonly entered?: readonly string[];
}

/** What a session shows of its account, beside the id. */
export type ShownFields = Omit<Partial<Account>, "id" | "seen_by">;

/** Accounts that somebody is signed in to, and that did not come to be shown. */
interface Missed {
  readonly ids: readonly string[];
  /** How long they were waited for. */
  readonly ms: number;
  /** The drivers show all accounts there are, and never showed these: nobody else's account is entered. */
  readonly unlisted: boolean;
}

export type SessionState =
  /** `shows`: what is known of the account only while its person is signed in. */
  | { readonly state: "signed_in"; readonly account: string; readonly shows?: ShownFields }
  /** `hint`: the answer had something in it, and what was looked for was not there; for a person. */
  | { readonly state: "signed_out"; readonly hint?: string }
  /** The driver could not tell; `reason` is for a person. */
  | { readonly state: "unknown"; readonly reason: string };
