import type { Connection } from "../config/model.ts";
import type { Attributes, Claims, Profile } from "../mapping/claims.ts";

/** Where a role comes from. Only what the IdP gave may the IdP take away. */
export type GrantOrigin = "idp" | "manual" | "default" | "scim";

export interface Grant {
  readonly role: string;
  readonly origin: GrantOrigin;
}

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** `pending`: waits for an administrator's approval. `deactivated`: somebody ended it. */
export type AccountStatus = "active" | "pending" | "deactivated";

/** An account as the decision sees it, within the connection's organization. */
export interface AccountState {
  readonly id: string;
  readonly status: AccountStatus;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly hasPassword: boolean;
  readonly profile: Profile;
  readonly attributes: Attributes;
  readonly identities: readonly Identity[];
  /** Of this organization only. */
  readonly grants: readonly Grant[];
  /** Whether SCIM has said in which groups they are. */
  readonly groupsPushed: boolean;
  /** Whether the account is a member of the connection's organization already. */
  readonly member: boolean;
}

/** An address that an administrator has let in, with the role that it brings. */
export interface Invitation {
  readonly id: string;
  readonly role: string | null;
}

/** The accounts that could be this person, looked up before the decision and in its transaction. */
export interface Found {
  /** The account that holds this identity in this organization. */
  readonly byIdentity: AccountState | null;
  /** Accounts of this organization with this address. */
  readonly byEmail: readonly AccountState[];
  /** Accounts of this organization with this username. */
  readonly byUsername: readonly AccountState[];
  /** The same username with the first number that makes it nobody's; null where it is free itself. */
  readonly freeUsername: string | null;
  /** Accounts of other organizations with this address; looked up only under `domain_join: auto`. */
  readonly elsewhere: readonly AccountState[];
  /** Accounts that the organization's identity provider pushed by SCIM and that are this person's by `scim_match`. */
  readonly pushed: readonly AccountState[];
  /** Who has removed the account that this person had: an administrator, or SCIM. Null: nobody. */
  readonly departed: "hand" | "scim" | null;
  readonly invitation: Invitation | null;
  /** Whether the organization has an administrator beside this person. */
  readonly otherAdmin: boolean;
  /** Whether the organization has room for one more. */
  readonly room: boolean;
}

export interface Situation {
  readonly connection: Connection;
  readonly claims: Claims;
  /** Whether the address counts as verified here and now: the IdP's word and `email_verified_missing` together. */
  readonly emailIsVerified: boolean;
  readonly found: Found;
  /** The account that the person has proven to be theirs since this sign-in began, by its password. */
  readonly proven: string | null;
  /** The account that is signed in already in the browser that this sign-in came by. */
  readonly signedIn: AccountState | null;
}

/** What is written to the account row. */
export interface AccountFields {
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly profile: Profile;
  readonly attributes: Attributes;
  readonly status: AccountStatus;
}

export interface Refusal {
  readonly kind: "refuse";
  readonly reason: RefusalReason;
  /** For the person and the audit log: what is wrong, with the attribute by its name. */
  readonly message: string;
  /** The field that was missing or malformed, where it is one. */
  readonly attribute?: string;
  /** The knob that decided it, as `knob: value`. */
  readonly policy?: string;
  /** The account that was found, where one was. */
  readonly account?: string;
}

export type RefusalReason =
  | "identity_missing"
  | "attribute_missing"
  | "jit_off"
  | "unverified_domain"
  | "email_taken"
  | "email_conflict"
  | "link_conflict"
  | "link_ambiguous"
  | "username_taken"
  | "link_deactivated"
  | "link_unproven"
  | "deactivated"
  | "departed"
  | "no_seat"
  | "pending_approval"
  | "groups_elsewhere"
  | "groups_absent"
  | "groups_empty"
  | "groups_unmapped"
  | "group_required"
  | "hosted_domain";

interface Admission {
  readonly fields: AccountFields;
  /** Every grant of this organization after the sign-in. */
  readonly grants: readonly Grant[];
  /** What an administrator should know although the person is let in. */
  readonly warnings: readonly string[];
}

/** What one sign-in does to the accounts. Nothing else may change them. */
export type Decision =
  | (Admission & {
      readonly kind: "create";
      readonly identity: Identity;
      /** False under `pending_approval`. */
      readonly signIn: boolean;
      readonly invitation: Invitation | null;
    })
  | (Admission & {
      readonly kind: "link";
      readonly account: string;
      readonly identity: Identity;
      /** The account's address was never proven: whoever made it may know its password. */
      readonly dropCredentials: boolean;
      readonly invitation: Invitation | null;
    })
  | (Admission & { readonly kind: "update"; readonly account: string; readonly invitation: Invitation | null })
  /** Nothing is done before the person has proven that the account is theirs. */
  | { readonly kind: "confirm"; readonly account: string }
  | Refusal;
