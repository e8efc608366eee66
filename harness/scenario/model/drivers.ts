import type { Place } from "../../errors.ts";
import type { Action, RequestLine } from "./action.ts";
import type { Json, RolesPerAccount } from "./names.ts";
import type { SessionDriver } from "./session.ts";

/** The fields of an account that a driver can show. */
export const ACCOUNT_FIELDS = [
  "id",
  "email",
  "email_verified",
  "username",
  "given_name",
  "family_name",
  "name",
  "active",
  "roles",
  "identities",
  "memberships",
  "attributes",
  "last_sign_in",
] as const;
export type AccountField = (typeof ACCOUNT_FIELDS)[number];

/** Those that the kit can have an account be made with: when somebody signed in last is not among them. */
export const WRITTEN_FIELDS = ACCOUNT_FIELDS.filter((field) => field !== "last_sign_in");

export interface Observe {
  readonly session: SessionDriver;
  /** Whose is it? Asked by whoever holds an API key that `drive.api_key` made; left out: the SP is not known to have any. */
  readonly api_key?: SessionDriver;
  readonly accounts: readonly AccountsDriver[];
  /** What the SP has no such thing of (`roles: none`): what is expected of it is expected in vain. */
  readonly none?: readonly AccountField[];
  /** Seconds within which an SP that provisions in a queue has settled; 0: what is read first is the truth. */
  readonly settle: number;
  /** How the SP's audit log is read; left out: nobody reads it. */
  readonly events?: EventsDriver;
  /** How the SP's invitations are read; left out: nobody reads them. */
  readonly invitations?: InvitationsDriver;
  /** `single`: an account has one role at a time, so that a new one takes the place of the one before. Left out: several. */
  readonly roles?: RolesPerAccount;
}

/** What an entry of an audit log can tell. */
export const EVENT_KINDS = ["created", "linked", "updated", "roles", "refused", "deactivated"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What an entry tells, for the end of a sentence. */
export const EVENT_KINDS_IN_WORDS: { readonly [kind in EventKind]: string } = {
  created: "that the account was created",
  linked: "that the account was linked",
  updated: "that the account was changed",
  roles: "that the account's roles were changed",
  refused: "that a sign-in was refused",
  deactivated: "that the account was deactivated",
};

/** The fields of an entry of an audit log that a driver can show. */
export const EVENT_FIELDS = ["id", "kind", "account", "connection", "by"] as const;
export type EventField = (typeof EVENT_FIELDS)[number];
/** Beside them: the whole entry, which every driver shows. */
export const ENTRY = "entry";
/** What is mapped to it in SQL, where it is no column: all of them. */
export const WHOLE_ROW = "*";

/** How the SP's audit log is read. */
export interface EventsDriver {
  readonly reader: HttpAccountsDriver | SqlAccountsDriver | ExecAccountsDriver;
  /** The SP's own words, in the field `kind`, for what an entry tells; one word may tell several. */
  readonly kinds: { readonly [kind in EventKind]?: readonly string[] };
  readonly place: Place;
}

/** What an invitation can be: `open`, it can still be taken; `closed`, it was used or taken back, is too old, or is gone. */
export const INVITATION_STATES = ["open", "closed"] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** The fields of an invitation that a driver can show. */
export const INVITATION_FIELDS = ["id", "email", "state"] as const;

/** How the SP's invitations are read. */
export interface InvitationsDriver {
  readonly reader: HttpAccountsDriver | SqlAccountsDriver | ExecAccountsDriver;
  /** The SP's own words, in the field `state`, for one that is open; left out: every one that is shown is. */
  readonly open?: readonly string[];
  readonly place: Place;
}

/** How the kit itself is let in at the SP's API. */
export type Auth =
  | { readonly kind: "basic"; readonly user: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string }
  /** A call whose cookies are kept and sent. */
  | {
      readonly kind: "login";
      readonly request: RequestLine;
      readonly headers: { readonly [name: string]: string };
      readonly json?: Json;
      readonly form?: { readonly [field: string]: string };
    };

/** How an API that tells no address of the next page is asked for it. */
export type Pages =
  /** By number, until a page shows no account. */
  | { readonly kind: "number"; readonly parameter: string; readonly first: number }
  /** By what a JSONPath finds in the page before, until it finds nothing. */
  | { readonly kind: "cursor"; readonly cursor: string; readonly parameter: string };

/** Field -> JSONPath, column or expression of the driver's own language. `attributes.NAME` maps one attribute. */
type FieldMap = { readonly [field: string]: string };

interface AccountsDriverBase {
  readonly map: FieldMap;
  /** Of fields that are true or false: the words that mean true, where the SP shows words. */
  readonly words?: { readonly [field: string]: readonly string[] };
  /** Many rows into one list of an account: field -> part -> column, as `identities: { issuer, subject }`. */
  readonly collect: { readonly [field: string]: { readonly [part: string]: string } | string };
  /** What it shows, for messages; left out: accounts. */
  readonly shows?: "events" | "invitations";
  readonly place: Place;
}

export interface HttpAccountsDriver extends AccountsDriverBase {
  readonly kind: "http";
  readonly request: RequestLine;
  readonly headers: { readonly [name: string]: string };
  /** RFC 9535 JSONPath to each account in the answer. */
  readonly each: string;
  readonly auth?: Auth;
  /** JSONPath to the address of the next page, if any. */
  readonly next?: string;
  readonly pages?: Pages;
}

export interface ScimAccountsDriver extends AccountsDriverBase {
  readonly kind: "scim";
  /** The base URL (RFC 7644, section 1.3), below which are /Users and /Groups. */
  readonly base: string;
  readonly headers: { readonly [name: string]: string };
  readonly auth?: Auth;
  /** For speed alone; a server that does not know it is asked for all. */
  readonly filter?: string;
  /** The field that holds the names of a user's groups. */
  readonly groups?: "roles" | "memberships";
}

export interface SqlAccountsDriver extends AccountsDriverBase {
  readonly kind: "sql";
  /** `sqlite:PATH`, `postgres://...`, `mysql://...`. */
  readonly database: string;
  /** One statement that reads; `:ns` is bound to the namespace where it stands. */
  readonly query: string;
}

export interface ExecAccountsDriver extends AccountsDriverBase {
  readonly kind: "exec";
  /** Prints JSON on its standard output. */
  readonly command: readonly string[];
  readonly each: string;
}

export type AccountsDriver = HttpAccountsDriver | SqlAccountsDriver | ScimAccountsDriver | ExecAccountsDriver;

/** How the kit writes at the SP: by the SP's own API, by SQL, or by a command. Templates: every field of the account. */
export type SeedCall = (
  | {
      readonly kind: "http";
      readonly request: RequestLine;
      readonly headers: { readonly [name: string]: string };
      readonly auth?: Auth;
      readonly json?: Json;
      readonly form?: { readonly [field: string]: string };
      /** Statuses beside 2xx that are as good: 409 where a call may have been made before. */
      readonly ok?: readonly number[];
    }
  | { readonly kind: "sql"; readonly database: string; readonly statements: readonly string[] }
  | { readonly kind: "exec"; readonly command: readonly string[] }
) & {
  /** Where the answer tells the new account's id: a JSONPath, or a column. */
  readonly id?: string;
  /** Of an invitation, where the answer tells the address that the invited person is sent. */
  readonly link?: string;
  readonly place: Place;
};

export type PrepareStep = SeedCall | Action;

/** What the kit can do at the SP by its own hand. */
export const SEED_NAMES = ["account", "grant", "deactivate", "remove", "invite", "uninvite", "edit", "age"] as const;
export type SeedName = (typeof SEED_NAMES)[number];

export type Seed = { readonly [name in SeedName]?: SeedCall } & {
  /** Tells the SP of one connection: done for each that is used, once the SP is prepared. */
  readonly mapping?: SeedCall;
  /** Makes the organization of a connection as new: nobody is in it. */
  readonly organization?: SeedCall;
  /** What the SP has not at all (`invite: none`). */
  readonly none?: readonly SeedName[];
};
