import type { Place } from "../../errors.ts";
import type { ScimDialectName } from "../../idp/profiles/index.ts";
import type { Action, RequestLine } from "./action.ts";
import type { Container } from "./container.ts";
import type { Mail } from "./mail.ts";
import type { Auth, Observe, PrepareStep, Seed } from "./drivers.ts";
import type { Limits } from "./limits.ts";
import type { Policy } from "./policy.ts";
import type { DIGESTS, ENCRYPTIONS, SIGNATURES } from "./xml-methods.ts";

/** User agents: one that only navigates, and one that runs scripts. */
export const AGENTS = ["http", "chromium"] as const;
export type AgentKind = (typeof AGENTS)[number];

/** The SP under test, as jitterbug.yaml declares it. Templates are still in it. */
export interface Target {
  readonly name: string;
  /** Absolute path of the file; relative paths in it start from its folder. */
  readonly file: string;
  readonly dir: string;
  /** `http://localhost:3000`, or with `{{port}}` for a free port. */
  readonly base_url: string;
  readonly idps: Idps;
  /** Names with addresses of their own, for the browsers and for the kit's own requests. */
  readonly resolve?: readonly Resolution[];
  readonly start?: Start;
  /** Instead of `start`. */
  readonly container?: Container;
  readonly organizations: readonly Organization[];
  readonly connections: readonly Connection[];
  readonly policy: Policy;
  /** The month at which the set of checks stands still, `2026-12`; left out: all that the kit has. */
  readonly checks?: string;
  readonly observe: Observe;
  readonly seed: Seed;
  /** Where the SP's mail to people is read; left out: nobody reads it. */
  readonly mail?: Mail;
  /** What is done once at the SP when it is ready, before anything else: calls, and actions in one browser. */
  readonly prepare: readonly PrepareStep[];
  /** What empties the SP, ahead of `prepare`, where a run is told to. */
  readonly reset: readonly PrepareStep[];
  /** By-hand actions by name: sign_out, password_sign_in ... `none`: the SP has no such thing. */
  readonly drive: { readonly [name: string]: readonly Action[] | "none" };
  /** Completes lawful onboarding after a sign-in. */
  readonly after_sign_in: readonly Action[];
  readonly limits: Limits;
  /** A path of the SP that only who is signed in sees, and that a sign-in can lead to; left out: none is known. */
  readonly deep_link?: string;
  /** What people use to get there; left out: http. */
  readonly agent?: AgentKind;
  /** PEM file of a certificate authority to trust for the SP's own https. */
  readonly ca?: string;
  /** Where this SP can be broken on purpose: the variable that takes a defect's id, and every id, or who tells them. */
  readonly defects?: {
    readonly env: string;
    readonly ids: readonly string[] | { readonly command: readonly string[] };
    readonly lawful: readonly string[];
    /** Target files of the same SP with other connections, where a check is tried that none of these can be asked. */
    readonly further: readonly string[];
  };
  readonly place: Place;
}

/** Where the mock identity providers are. */
interface Idps {
  /** `host:port`; left out: a free port. */
  readonly listen?: string;
  /** The origin under which everybody reaches them; port 0 stands for the port that is listened on. */
  readonly url?: string;
  /** By https: with a certificate of the kit's own authority, or with this one; left out: by http. */
  readonly tls?: true | IdpCertificate;
  readonly people?: string;
  /** Where people click for themselves, an IdP knows a browser again that has signed in at it; left out: it does not. */
  readonly session?: "keep";
}

/** All PEM, read from their files. */
export interface IdpCertificate {
  readonly certificate: string;
  readonly key: string;
  /** What must be trusted, with the absolute path of its file. */
  readonly ca: { readonly file: string; readonly pem: string };
}

/** As curl's `--resolve` has it. */
export interface Resolution {
  /** `sp.test:8443`, or with `{{port}}`. */
  readonly name: string;
  readonly address: string;
}

export interface Start {
  /** Commands that run to their end first, in order. */
  readonly before: readonly (readonly string[])[];
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env: { readonly [name: string]: string };
  readonly ready: { readonly request: RequestLine } | { readonly log: string };
  /** Seconds until it must be ready; 30 where left out. */
  readonly timeout: number;
  /** Its standard input stays open; left out, it is at its end from the beginning. */
  readonly stdin?: "open";
  /** How many may run at once, each at a port of its own; left out: one. */
  readonly workers?: number;
  /** A check may end it and start it again: what it was told, and its accounts, are there after it. */
  readonly restart?: true;
}

/** A tenant of the SP. A target that declares none has one implicit organization named `default`. */
export interface Organization {
  readonly name: string;
  /** At least one; the first is `{{domain}}`. */
  readonly verified_domains: readonly string[];
  /** One in which anybody can have an address, and that the organization has entered as its own: `{{public_domain}}`. */
  readonly public_domain?: string;
  readonly policy: Policy;
  /** Where accounts and groups are pushed to by SCIM; left out: nowhere. */
  readonly scim?: ScimServer;
  readonly place: Place;
}

/** An SP's SCIM server, as an organization's IdP knows it. */
export interface ScimServer {
  /** The base URL (RFC 7644, section 1.3), below which are /Users and /Groups. */
  readonly base: string;
  readonly headers: { readonly [name: string]: string };
  readonly auth?: Auth;
  /** In whose manner things are sent where a step does not say. */
  readonly dialect: ScimDialectName;
  readonly place: Place;
}

interface ConnectionBase {
  readonly name: string;
  readonly organization: string;
  /** The vendor whose IdP's shape the messages have: a name of `idp/profiles`. */
  readonly profile?: string;
  /** Where the profile is that of a run, not of the file: what of the shape the SP is not told. Left out: nothing. */
  readonly untold?: readonly Untold[];
  readonly policy: Policy;
  /** How a person starts a sign-in here. A single request is one `open` (GET) or one `request`. */
  readonly sign_in: readonly Action[];
  /** Marks a page that interrupts a sign-in lawfully (a link confirmation, a sign-up form, consent). */
  readonly interrupted?: { readonly selector?: string; readonly text?: string; readonly url?: string };
  readonly roles: RoleMapping;
  /** Seconds by which the IdP's clock is ahead; left out: it is right. */
  readonly clock?: number;
  readonly place: Place;
}

/** A fact of a connection (`attributes.email`) that an SP must be told to follow its IdP, and what it is. */
export interface Untold {
  readonly field: string;
  readonly sent: string;
}

/** Groups of the IdP and the roles that the SP is configured to give for them. */
interface RoleMapping {
  readonly mapped: { readonly [name in "one" | "two"]?: { readonly group: string; readonly role: string } };
  readonly default?: string;
  /** The group without which nobody comes in. */
  readonly required?: string;
}

export const RESPONSE_MODES = ["query", "fragment", "form_post"] as const;
type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Where an OpenID Connect SP learns of a sign-out. */
interface LogoutAddress {
  readonly at: string;
  /** It is told which session, which ID tokens then name (`sid`). */
  readonly session: boolean;
}

export interface OidcConnection extends ConnectionBase {
  readonly protocol: "oidc";
  readonly client_id: string;
  /** Left out: made on first use and kept in the state folder. */
  readonly client_secret?: string;
  readonly client_auth: "basic" | "post" | "none";
  readonly redirect_uris: readonly string[];
  readonly claims_in: readonly ("id_token" | "userinfo")[];
  readonly signing_alg: "RS256" | "ES256";
  /** Neutral claim -> claim on the wire; what is not named goes under its own name. */
  readonly claims: { readonly [claim: string]: string };
  /** The connection whose issuer it shares, as another client there: keys, endpoints, people, and the shape of messages. */
  readonly issuer_of?: string;
  /** Who else an ID token is for, beside the client. */
  readonly audiences?: readonly string[];
  /** Whether a code challenge is asked for; left out: where the client has no secret. */
  readonly pkce?: "required" | "optional";
  /** What may be asked for at the authorization endpoint, words in alphabetical order; left out: `code` alone. */
  readonly response_types?: readonly string[];
  /** How answers may be brought to the SP; left out: as the request asks. */
  readonly response_modes?: readonly ResponseMode[];
  /** Where the SP is told by the IdP itself that a person has signed out (OpenID Connect Back-Channel Logout). */
  readonly backchannel_logout?: LogoutAddress;
  /** Where the person's browser is sent to when they have (OpenID Connect Front-Channel Logout). */
  readonly frontchannel_logout?: LogoutAddress;
  /** Whether authorization requests may, or must, be pushed first (RFC 9126); left out: the IdP knows nothing of it. */
  readonly par?: "optional" | "required";
  /** Seconds for which what it issues is good; left out: an hour, the profile's for an ID token, two weeks to refresh. */
  readonly lifetimes?: { readonly [token in "id_token" | "access_token" | "refresh_token"]?: number };
  /** Access tokens are JWTs (RFC 9068) that tell these neutral claims; left out: they say nothing. */
  readonly access_token?: { readonly audiences: readonly string[]; readonly claims: readonly string[] };
  /** The UserInfo answer is a JWT, signed by `signing_alg`, as the client is registered for (OpenID Connect Core 5.3.2); left out: JSON. */
  readonly userinfo?: "jwt";
  /**
   * What becomes of a refresh token that was used; `never`: none is issued; `always`: it is rotated, and issued also where
   * offline_access was not asked for. Left out: it is rotated.
   */
  readonly refresh?: "rotate" | "keep" | "never" | "always";
}

export const NAME_ID_FORMATS = ["persistent", "emailAddress", "transient", "unspecified"] as const;
type NameIdFormat = (typeof NAME_ID_FORMATS)[number];

/** What of an AuthnRequest an IdP may follow or not: NameIDPolicy but for AllowCreate, that, and the Subject. */
export const HONOURS = ["name_id_policy", "allow_create", "subject"] as const;

/** Where an SP takes LogoutRequests and, there or at `response`, LogoutResponses. */
interface LogoutService {
  readonly binding: "redirect" | "post";
  readonly location: string;
  readonly response?: string;
}

export interface SamlConnection extends ConnectionBase {
  readonly protocol: "saml";
  /** Left out only where `sp_metadata` says it. */
  readonly sp_entity_id?: string;
  /** Empty only where `sp_metadata` lists them. */
  readonly acs: readonly string[];
  /** PEM, read from its file: AuthnRequests must be signed by its key. */
  readonly sp_certificate?: string;
  /** PEM of the certificate that assertions are encrypted for; `true`: what `sp_metadata` or `sp_certificate` gives. */
  readonly encrypt?: string | true;
  /** Left out: a cipher that the key's metadata lists, or AES-256-GCM. */
  readonly encryption?: (typeof ENCRYPTIONS)[number];
  /** Left out: rsa-sha256. */
  readonly signature?: (typeof SIGNATURES)[number];
  /** Left out: the signature's own hash. */
  readonly digest?: (typeof DIGESTS)[number];
  /** Left out: nothing of it. */
  readonly honours?: readonly (typeof HONOURS)[number][];
  /** The authentication contexts that the IdP tells of, the weakest first; left out: whatever is asked for. */
  readonly authn_contexts?: readonly string[];
  /** Single Logout is spoken, with this service of the SP; `true`: with what `sp_metadata` lists. */
  readonly single_logout?: true | LogoutService;
  /** The IdP's metadata shows a second certificate, as ahead of a rollover. */
  readonly next_certificate?: boolean;
  /** The SP's own metadata, which fills what is left out of the above. */
  readonly sp_metadata?: SpMetadataPlace;
  readonly name_id: NameIdFormat;
  /** The neutral claim that the NameID carries, where the format does not say it: the email for emailAddress, else the subject. */
  readonly name_id_of?: "email" | "preferred_username";
  readonly sign: "assertion" | "response" | "both";
  /** The assertion is signed, too, where `sp_metadata` wants that. */
  readonly sign_as_wanted?: true;
  /** Neutral claim -> Attribute Name; what is not named goes under its own name. */
  readonly attributes: { readonly [claim: string]: string };
}

export interface SpMetadataPlace {
  /** An http address or a path from the target file's folder, as it is written. */
  readonly from: string;
  readonly place: Place;
}

export type Connection = OidcConnection | SamlConnection;

/** Whose issuer it has: the name of the connection itself, or of the one that it shares it with. */
export function issuerOf(connection: Connection): string {
  return connection.protocol === "oidc" ? (connection.issuer_of ?? connection.name) : connection.name;
}
