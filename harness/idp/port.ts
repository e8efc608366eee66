import type { Resolve } from "../loopback.ts";
import type { Exchange } from "../observe/exchange.ts";

/**
 * The mock identity providers: what they are told, and what they tell. They know connections, people, claims and
 * tampers by name; never a scenario.
 */

export interface OidcSpec {
  readonly protocol: "oidc";
  readonly name: string;
  /** The vendor whose shape its messages have; left out: nobody's. */
  readonly profile?: string;
  readonly client_id: string;
  readonly client_secret?: string;
  readonly client_auth: "basic" | "post" | "none";
  readonly redirect_uris: readonly string[];
  readonly claims_in: readonly ("id_token" | "userinfo")[];
  readonly signing_alg: "RS256" | "ES256";
  /** Neutral claim -> claim on the wire. */
  readonly claims: { readonly [claim: string]: string };
  /** The connection whose issuer, keys and endpoints it shares, as another client there; left out: it has its own. */
  readonly issuer_of?: string;
  /** Who else an ID token is for, beside the client. */
  readonly audiences?: readonly string[];
  /** Whether a request without a code challenge (RFC 7636) is refused; left out: where the client has no secret. */
  readonly pkce?: "required" | "optional";
  /** What may be asked for at the authorization endpoint, words in alphabetical order; left out: `code` alone. */
  readonly response_types?: readonly string[];
  /** How answers may be brought to the SP; left out: as the request asks. */
  readonly response_modes?: readonly ("query" | "fragment" | "form_post")[];
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
  /** Seconds by which the IdP's clock is ahead; left out: it is right. */
  readonly clock?: number;
}

export interface SamlSpec {
  readonly protocol: "saml";
  readonly name: string;
  /** The vendor whose shape its messages have; left out: nobody's. */
  readonly profile?: string;
  /** Left out only where `sp_metadata` says it. */
  readonly sp_entity_id?: string;
  /** Empty only where `sp_metadata` lists them. The first is where an unsolicited Response goes. */
  readonly acs: readonly string[];
  readonly name_id: "persistent" | "emailAddress" | "transient" | "unspecified";
  /** The neutral claim that the NameID carries, where the format does not say it: the email for emailAddress, else the subject. */
  readonly name_id_of?: "email" | "preferred_username";
  readonly sign: "assertion" | "response" | "both";
  /** The assertion is signed, too, where `sp_metadata` wants that. */
  readonly sign_as_wanted?: true;
  /** Neutral claim -> Attribute Name. */
  readonly attributes: { readonly [claim: string]: string };
  /** The attribute that carries the subject, where the SP's identity key is an attribute. */
  readonly key_attribute?: string;
  /** The SP's signing certificate, PEM, or several one after the other: AuthnRequests must then be signed by one's key. */
  readonly sp_certificate?: string;
  /**
   * Assertions are encrypted: for the key of this certificate, PEM (RSA); `true`: for the one that `sp_metadata`
   * announces, or else for that of `sp_certificate`.
   */
  readonly encrypt?: string | true;
  /** The cipher, where the connection says one; left out: one that the key's metadata lists, or AES-256-GCM. */
  readonly encryption?: `aes${256 | 192 | 128}-${"gcm" | "cbc"}` | "tripledes-cbc";
  /** By RSA and SHA-256 where it is left out; the key is of its kind. Requests by SHA-1 are taken by a connection that signs so. */
  readonly signature?: `rsa-sha${1 | 256 | 384 | 512}` | `ecdsa-sha${256 | 384 | 512}`;
  /** Left out: the signature's own hash. */
  readonly digest?: `sha${1 | 256 | 384 | 512}`;
  /** What of a request it follows, where IdPs may take it or leave it; left out: nothing. */
  readonly honours?: readonly ("name_id_policy" | "allow_create" | "subject")[];
  /**
   * The authentication contexts that it can tell of, the weakest first: it answers within what a request demands of
   * them, or refuses. Left out: it tells what was asked for.
   */
  readonly authn_contexts?: readonly string[];
  /** Seconds by which the IdP's clock is ahead; left out: it is right. */
  readonly clock?: number;
  /** Single Logout is spoken, with this service of the SP; `true`: with the one that `sp_metadata` lists. */
  readonly single_logout?: true | LogoutService;
  /** Metadata lists a second certificate, that of the key `next`, as IdPs do ahead of a rollover. */
  readonly next_certificate?: boolean;
  /** Fills what is left out above. Read when a request first needs it: a started SP answers only once it is up. */
  readonly sp_metadata?: SpMetadataSource;
}

/** Where an SP takes LogoutRequests and, there or at `response`, LogoutResponses. */
export interface LogoutService {
  readonly binding: "redirect" | "post";
  readonly location: string;
  readonly response?: string;
}

/** Where an OpenID Connect SP learns of a sign-out. */
interface LogoutAddress {
  readonly at: string;
  /** It is told which session, which ID tokens then name (`sid`). */
  readonly session: boolean;
}

/** Where an SP's metadata is. */
export interface SpMetadataSource {
  /** For people: the address or path, and which line of which file names it. */
  readonly name: string;
  /** The XML, of bounded size and in bounded time. Throws an Error whose message says why there is none. */
  read(): Promise<string>;
}

export type ConnectionSpec = OidcSpec | SamlSpec;

/** What an SP must be told to trust a connection's IdP: the values of `{{connections.NAME.FIELD}}`. */
export interface OidcFacts {
  readonly protocol: "oidc";
  readonly name: string;
  readonly issuer: string;
  readonly discovery_url: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
}

export interface SamlFacts {
  readonly protocol: "saml";
  readonly name: string;
  readonly entity_id: string;
  readonly metadata_url: string;
  readonly sso_url: string;
  /** PEM. */
  readonly certificate: string;
  /** The IdP's metadata, as its `metadata_url` answers. */
  readonly metadata: string;
}

export type ConnectionFacts = OidcFacts | SamlFacts;

/** Where a connection's IdP is: known at once, without a key or a secret being made for it. */
export type ConnectionAddresses = Omit<OidcFacts, "client_secret"> | Omit<SamlFacts, "certificate" | "metadata">;

/** What a SAML connection knows of its SP, by its own word and, where that leaves something to it, by the SP's metadata. */
export interface KnownSp {
  readonly sp_entity_id: string;
  /** The first is where an unsolicited Response goes. */
  readonly acs: readonly string[];
  /** AuthnRequests must be signed. */
  readonly requests_signed: boolean;
  readonly encrypted: boolean;
  readonly signed: SamlSpec["sign"];
  /** Its metadata wants assertions signed (WantAssertionsSigned), and they are not. */
  readonly unsigned_assertion: boolean;
}

/** A person as the IdP knows them. A claim that is absent is not sent; null, empty and odd types are sent as they are. */
export interface IdpPerson {
  /** What the login page submits; unique within the connection. */
  readonly key: string;
  readonly claims: { readonly [claim: string]: unknown };
  /** False: the application is not given to them, and they are told so in the SP's place, as the vendor does. */
  readonly assigned?: false;
  /** Shown on the person's card beside the name and email. */
  readonly note?: string;
}

export interface ArmedTamper {
  readonly name: string;
  readonly parameters: { readonly [name: string]: unknown };
}

/** A certificate of somebody's own. */
interface TlsFiles {
  /** PEM: the server's certificate, and those above it that a client may lack. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  readonly ca: TrustedAuthority;
}

/** What must be trusted so that the IdPs are. */
export interface TrustedAuthority {
  /** Absolute path of the PEM file. */
  readonly file: string;
  readonly pem: string;
}

export interface IdpsOptions {
  /**
   * `host:port`; port 0 for a free one. The host must be a loopback name or address. Left out: 127.0.0.1, at the port
   * of `url` where there is one.
   */
  readonly listen?: string;
  /** Further addresses of this machine to listen on, at the same port: the gateway of a container network. */
  readonly also?: readonly string[];
  /**
   * The origin under which everybody reaches the IdPs, where it is not the one that `listen` makes: issuers, entityIDs
   * and endpoints begin with it. Port 0 stands for the port that is listened on.
   */
  readonly url?: string;
  /** Answer by https: with a certificate of the kit's own authority, or with these; left out: by http. */
  readonly tls?: true | TlsFiles;
  readonly connections: readonly ConnectionSpec[];
  /** Whether an IdP knows a browser again that has signed in at it; left out: each sign-in shows the login page. */
  readonly session?: "keep";
  /** Keys and client secrets are kept here with mode 0600 and reused; null: ephemeral. */
  readonly stateDir: string | null;
  /**
   * Called after the answer for every request of an SP (`by: "sp"`, whole), and for a browser's request where it
   * carries protocol messages (`by: "browser"`, no `browser`, only the messages: the user agent records the rest).
   */
  readonly onExchange?: (exchange: Exchange) => void;
  /**
   * Called with the same exchange before its answer leaves, for every request of an SP: whoever must know of what is
   * issued would else hear of it after those to whom it was.
   */
  readonly onIssue?: (exchange: Exchange) => void;
  /** PEM: an authority to trust beside the usual ones where an SP is told of a sign-out by https. */
  readonly trusted?: string | undefined;
  /** Milliseconds that an SP has to answer where it is called without a browser; left out: the library's own 2.5 s. */
  readonly answerMs?: number | undefined;
  /** Called with the SPs that were told of a sign-out without a browser, and what came of it. */
  readonly onLogout?: ((told: readonly ToldSp[]) => void) | undefined;
  /** The agent's id counter is shared so that ids grow over the run. */
  readonly nextExchangeId?: () => number;
}

/** What of a connection's IdP an SP asks for by itself, of no one person, and where it sends whoever signs out. */
export type SharedEndpoint = "jwks" | "discovery" | "metadata" | "configuration" | "logout";

/**
 * How an IdP is otherwise for a while: another key signs for some people, a new one that stays published (`rotate_keys`)
 * or that of the second certificate (`next_certificate`); or there is more in the key set than keys that sign (`odd_keys`); or an endpoint fails, for whoever asks; or it answers at the
 * redirect URIs of another connection, too (`lend`: OpenID Connect alone).
 */
export type Alteration =
  | { readonly does: "rotate_keys" | "next_certificate" | "odd_keys"; readonly people: readonly string[] }
  | { readonly does: "fail"; readonly endpoint: SharedEndpoint; readonly status: number }
  | { readonly does: "lend"; readonly to: string };

/** A running set of mock IdPs on one origin. */
export interface Idps {
  /** `http://127.0.0.1:9400`, without a slash at the end. */
  readonly origin: string;
  /** What a user agent on this machine must be told to find `origin`; empty where its host is a loopback one. */
  readonly resolve: Resolve;
  /** What an SP must trust, where the IdPs answer by https; else null. */
  readonly ca: TrustedAuthority | null;
  /**
   * Why a client has not asked anything since that moment (milliseconds since the epoch), as far as its handshakes
   * tell, and the cure; null where nothing of the kind was seen, as always by http.
   */
  turnedAway(since: number): { readonly message: string; readonly hint: string } | null;
  addresses(connection: string): ConnectionAddresses;
  /** The addresses with the secret or certificate, which is made now if it never was. */
  facts(connection: string): Promise<ConnectionFacts>;
  /** The SP of a SAML connection; its metadata is read where it was not. Null for OIDC. Throws an Error that says why. */
  knownSp(connection: string): Promise<KnownSp | null>;
  /** Makes a person known; the same key again replaces the person's claims. */
  admit(connection: string, person: IdpPerson): void;
  /** Forgets a person. */
  dismiss(connection: string, key: string): void;
  /** Arms a corruption for this person's next whole sign-in. Throws on an unknown name. */
  arm(connection: string, key: string, tamper: ArmedTamper): void;
  /** Whether the armed corruption has been delivered; disarms it. */
  disarm(connection: string, key: string): { readonly delivered: boolean; readonly not_applicable?: string } | null;
  /**
   * The next `count` messages of these people (token responses, SAML responses) wait for each other and leave
   * together; gives up and lets them go after `timeout_ms`.
   */
  meet(connection: string, keys: readonly string[], count: number, timeout_ms: number): Meeting;
  /**
   * The same for one message each of people at several connections, and for `others` who come by themselves: together
   * with the messages that sign them in, or, `at: "userinfo"`, with the UserInfo answers that an SP asks for after it.
   */
  encounter(
    people: readonly { readonly connection: string; readonly key: string }[],
    others: number,
    at: "sign_in" | "userinfo",
    timeout_ms: number,
  ): Encounter;
  /** Has a connection's IdP be otherwise, until what it resolves to is called. */
  alter(connection: string, alteration: Alteration): Promise<() => void>;
  /** When an endpoint of a connection was last asked for (milliseconds since the epoch); null: never. */
  lastAsked(connection: string, endpoint: SharedEndpoint | "userinfo"): number | null;
  /** The answer to this person's next sign-in does not leave: the browser stays here, and the answer waits. */
  keep(connection: string, key: string): void;
  /**
   * The address that sends a browser on with the last answer that was kept of a person, as often as it is opened; null
   * where none was. With `to`, the name of another connection, it goes to that one's callback; with `state_of`, the last
   * part of another such address, it has that answer's state.
   */
  kept(connection: string, key: string): string | null;
  /** Whether this person is known at the connection. */
  knows(connection: string, key: string): boolean;
  /** Throws ERR_USAGE for a corruption that the connection's protocol does not know. */
  requireTamper(connection: string, tamper: ArmedTamper): void;
  /** Whoever asks is this person from now on, without the login page, wherever they are known; undefined: nobody. */
  always(key: string | undefined): void;
  /** Who signs in next without the login page; ends after 60 seconds. */
  next(asked: NextSignIn): SignInHandle;
  /** Ends a person's sessions, at the IdP and at its SPs; null where they have none, or the connection tells no SP. */
  logout(connection: string, key: string): Promise<Logout | null>;
  /** The address that starts an IdP-initiated sign-in, as a link on the IdP's own portal would. */
  portal(connection: string): string;
  close(): Promise<void>;
}

/** What became of a sign-out that begins at the IdP. */
export interface Logout {
  /** To be opened in the person's browser; left out: nothing is left to be done there. */
  readonly url?: string;
  /** The SPs that were told without a browser; left out: this protocol knows none. */
  readonly told?: readonly ToldSp[];
}

export interface ToldSp {
  readonly connection: string;
  readonly client_id: string;
  readonly uri: string;
  /** Whether an answer of it came, of whatever status. */
  readonly answered: boolean;
  /** Why it has not heard, or would not; left out: it answered that it has signed the person out. */
  readonly problem?: string;
}

/** A sign-in that needs no click. */
export interface NextSignIn {
  readonly person: string;
  /** Its next sign-in, where that brings no handle; left out: only a sign-in with the handle. */
  readonly connection?: string;
  readonly tamper?: ArmedTamper;
}

/** What a sign-in brings to be the one that was meant: either will do. */
export interface SignInHandle {
  readonly header: { readonly name: string; readonly value: string };
  readonly cookie: { readonly name: string; readonly value: string };
  /** ISO 8601. */
  readonly until: string;
}

/** People whose messages wait for each other. */
export interface Meeting {
  /** How many of the messages by which they sign in left together; 0 where none has come. */
  readonly together: number;
  /** Nobody is waited for any more. */
  end(): void;
}

export interface Encounter extends Meeting {
  /** One of the others has come; resolves when all leave, or at once where they have left. */
  arrive(): Promise<void>;
}

/** The person picker, one for both protocols: the form of a card on the login page posts these fields. */
export const PICK_FIELD = "person";
/** Every login page carries this attribute on its forms, so that a user agent can tell the page from the SP's. */
export const PICK_FORM = "form[data-jitterbug=pick]";
/** On the page that a browser is shown whose answer was kept. */
export const KEPT_PAGE = "[data-jitterbug=kept]";
/** The cancel button's form. */
export const CANCEL_FORM = "form[data-jitterbug=cancel]";
