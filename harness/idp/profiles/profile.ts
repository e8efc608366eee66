/**
 * The shape that a vendor's IdP gives its messages, as data and small pure functions. A profile says what is sent; the
 * mock IdPs alone know how a message is written. Whatever a connection says itself goes before its profile.
 */
export interface Profile {
  /** As the vendor writes itself. */
  readonly title: string;
  /** Null: this vendor's IdP is not met in this protocol here. */
  readonly oidc: Facets<OidcShape> | null;
  readonly saml: Facets<SamlShape> | null;
}

/** Every facet is stated, or said to be as the plain IdP has it: none can be forgotten. */
export type Facets<Shape> = { readonly [Facet in keyof Shape]: Stated<Shape[Facet]> | typeof PLAIN };

/** Nothing is known by which the vendor differs from the plain IdP here. */
export const PLAIN = "plain";

export interface Stated<Value> {
  readonly value: Value;
  /** One sentence: what an SP gets. */
  readonly about: string;
  readonly source: Source;
}

/** Where a value was read: an address of the vendor's documentation or source, or nowhere in particular. */
type Source = { readonly mark: "S"; readonly url: string } | { readonly mark: "K" };

/** Read in documentation or source. */
export function read<Value>(url: string, about: string, value: Value): Stated<Value> {
  return { value, about, source: { mark: "S", url } };
}

/** The words of a vendor's form: no page was read that has all of them. */
export function form(words: Names): Stated<Names> {
  const about = `Its form has ${Object.values(words)
    .map((word) => `\`${word}\``)
    .join(", ")}.`;
  return known(about, words);
}

/** General knowledge, not looked up. */
export function known<Value>(about: string, value: Value): Stated<Value> {
  return { value, about, source: { mark: "K" } };
}

/** An SP is told nothing: the vendor says it on a page of its own. */
export const onItsPage = (page: string): OwnPage => ({ page });

/** Nothing that the vendor sends tells a guest from anybody else. */
export const NO_GUESTS = known("Nobody is a guest.", null);

/** Claims of a person under their neutral names. */
export type Claims = { readonly [claim: string]: unknown };
/** Neutral claim -> name on the wire. */
export type Names = { readonly [claim: string]: string };

/** Who is made a person of the vendor's. */
export interface Newcomer {
  readonly ns: string;
  readonly person: string;
  /** The connection, which is a tenant of its own. */
  readonly tenant: string;
  /** Client id or SP entityID, for identifiers that are another one at each SP; empty where it is not known yet. */
  readonly client: string;
}

/** Somebody of another organization, whom this one has invited. */
export interface Guest {
  /** Null: none is told. */
  readonly email: string | null;
  /** The connection, which is a tenant of its own. */
  readonly tenant: string;
  /** The first domain of the organization that invited them; empty where it has none. */
  readonly domain: string;
}

/** What both protocols have. */
interface CommonShape {
  /** The username of a person of whom none is written: an address of the organization's, or a plain word. */
  readonly username: "address" | "word";
  /** The identifier of a person of whom none is written, which is the `sub` of OIDC and the persistent NameID of SAML. */
  readonly subject: (who: Newcomer) => string;
  /** What is said of a guest (`guest: true`), in the place of what is said of others; null: nobody is a guest there. */
  readonly guest: ((guest: Guest) => Claims) | null;
  /** Names on the wire of what does not keep its own. */
  readonly names: Names;
  /** Neutral claims that are not sent. */
  readonly withheld: readonly string[];
  /** What is sent beside the person's claims, under its name on the wire. */
  readonly extra: (claims: Claims, tenant: string) => Claims;
  readonly groups: Groups;
  /**
   * The words of the vendor's form for what the two sides tell each other: `issuer`, `client_id`, `redirect_uris`,
   * `entity_id`, `sso_url`, `sp_entity_id`, `acs`, `name_id` and the like; what is not named has this kit's words.
   */
  readonly form: Names;
}

export interface OidcShape extends CommonShape {
  /** The issuer's path from the connection's own address on; `""`: that address itself. */
  readonly issuer: (tenant: string) => string;
  readonly endpoints: (tenant: string) => Endpoints;
  /** Where claims go. */
  readonly places: readonly ("id_token" | "userinfo")[];
  /** Seconds for which an ID token is good. */
  readonly lifetime: number;
  /** Whether a refresh token is issued where offline_access asks for it, or always; a connection's `refresh: never` goes before it. */
  readonly refresh: "asked" | "always";
  /**
   * What a `login_hint` does. `first`: the login page has the person filled in, and a kept session answers whoever it is
   * of; `chooses`: likewise, and a session of somebody else does not answer; `ignored`: nothing.
   */
  readonly login_hint: "first" | "chooses" | "ignored";
  /** The parameter that names the domain whose people the login page shows; null: there is none. */
  readonly domain_hint: string | null;
  /** The values of `prompt` that ask although there is a kept session. `none` never asks, and others have no effect. */
  readonly prompt: readonly ("login" | "select_account" | "create")[];
  /** What the SP is told where the person cancels. */
  readonly cancelled: OidcRefusal;
  /** Likewise, where `prompt=none` has no session to answer by. */
  readonly silent: OidcRefusal;
  /** Likewise, where the person may not use the application. */
  readonly unassigned: (client: string) => OidcRefusal | OwnPage;
}

/** RFC 6749 4.1.2.1. */
export interface OidcRefusal {
  readonly error: string;
  readonly error_description?: string;
}

/** The IdP shows this, and sends the SP nothing. */
export interface OwnPage {
  readonly page: string;
}

/** A Status other than Success: the code below the top one, and what StatusMessage says (SAML Core 3.2.2). */
export interface SamlRefusal {
  readonly status: "AuthnFailed" | "NoPassive" | "RequestDenied";
  readonly message?: string;
}

/** Paths below the connection's own address. */
interface Endpoints {
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly jwks: string;
  readonly end_session: string;
}

export interface SamlShape extends CommonShape {
  /** Any URI; null: the address of the metadata. */
  readonly entity_id: ((tenant: string) => string) | null;
  /** Paths below the connection's own address. */
  readonly places: (tenant: string) => { readonly sso: string; readonly metadata: string };
  readonly name_id: NameIdShape;
  readonly name_format: NameFormat;
  /** Neutral claim -> FriendlyName; what is not named has none. */
  readonly friendly: Names;
  readonly sign: "assertion" | "response" | "both";
  /** Whether the assertion is signed, too, where the SP's metadata wants that (WantAssertionsSigned). */
  readonly sign_as_wanted: boolean;
  /** Seconds for which an assertion is good, before and after the IdP's clock. */
  readonly valid: { readonly before: number; readonly after: number };
  /** Whether an Issuer says that it is an entityID (`Format`). */
  readonly issuer_format: boolean;
  /** The parameter beside the request that names who is filled in on the login page; null: there is none. */
  readonly login_hint: string | null;
  /** Likewise, the domain whose people the login page shows. */
  readonly domain_hint: string | null;
  /** What a Subject in the request does, where the connection does not `honour` it. `first`: it is who is filled in. */
  readonly request_subject: "first" | "ignored" | OwnPage;
  /** What the SP is told where the person cancels. */
  readonly cancelled: SamlRefusal;
  /** Likewise, where IsPassive has no session to answer by. */
  readonly silent: SamlRefusal;
  /** Likewise, where the person may not use the application. */
  readonly unassigned: SamlRefusal | OwnPage;
}

/** `of` is the neutral claim that it carries. */
interface NameIdShape {
  readonly format: "persistent" | "emailAddress" | "transient" | "unspecified";
  readonly of: "subject" | "email" | "preferred_username";
  /** Whether both sides stand in it. */
  readonly qualified: boolean;
}

/** `by_name`: uri for a URI, basic for a name of XML, else unspecified; `none`: it is left out. */
type NameFormat = "by_name" | "none" | "unspecified" | "basic" | "uri";

/** How the groups of a person are sent. */
export interface Groups {
  readonly each: GroupForm;
  /** `list`: as a list, or as values of one Attribute; `bare`: a single one as a bare text; `joined`: all in one text. */
  readonly as: "list" | "bare" | "joined";
  /** Of an empty list; `valueless`: an Attribute without a value (SAML Core 2.7.3.1). */
  readonly empty: "list" | "absent" | "valueless";
  /** How many are sent at most, and what becomes of more. */
  readonly most: number | null;
  readonly beyond: "cut" | "marker" | "absent";
}

/** `id`: a GUID that stands for the name; `path`: from the root of the groups. */
export type GroupForm = "name" | "id" | "path";
