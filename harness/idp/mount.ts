import type { IncomingMessage } from "node:http";
import type { Router } from "express";
import type { ProtocolMessage } from "../observe/exchange.ts";
import type {
  ArmedTamper,
  ConnectionAddresses,
  ConnectionFacts,
  IdpPerson,
  KnownSp,
  Logout,
  ToldSp,
  OidcSpec,
} from "./port.ts";

/**
 * What a protocol's IdP is given by the host, and what it gives back. oidc/ and saml/ each export one function
 * `(spec, host) => MountedIdp`; the host mounts the routers side by side and knows nothing of either protocol.
 */
export interface HostServices {
  /** `http://127.0.0.1:9400/oidc/acme-oidc`: where the router is mounted, without a slash at the end. */
  readonly base: string;
  readonly people: PeopleDirectory;
  readonly keys: KeyStore;
  /** Those of another connection; undefined: there is none of that name. */
  keysOf(connection: string): KeyStore | undefined;
  /** What a connection's IdP calls itself: its issuer, or its entityID. */
  nameOf(connection: string): string | undefined;
  /** Whether a SAML connection's answers come to this address. */
  receivesAt(connection: string, acs: string): boolean;
  readonly login: LoginPages;
  readonly signers: SignerDesk;
  readonly tampers: TamperDesk;
  readonly answers: AnswerDesk;
  /** Waits where a barrier is set for this person; call just before what is named leaves. */
  meet(key: string, point: MeetingPoint): Promise<void>;
  /**
   * The key of who signs in without the login page; asked once, as a sign-in begins. `assigned`: of those alone to whom the
   * application is given, the others stay chosen.
   */
  chosen(req: IncomingMessage, from?: "all" | "assigned"): string | undefined;
  /** Whether who has signed in stays so in the browser. */
  readonly keepsSessions: boolean;
  /** Whether a sign-in is waited for that the kept session of this person does not settle. */
  awaits(req: IncomingMessage, kept: string): boolean;
  /** PEM: who else is trusted where an SP is called by https. */
  readonly trusted?: string | undefined;
  /** Milliseconds that an SP that is called has to answer. */
  readonly answerMs?: number | undefined;
  /** Says who was told of a sign-out. */
  told(sps: readonly ToldSp[]): void;
  /** Adds a decoded message to the exchange that is being recorded for this request. */
  note(req: object, message: ProtocolMessage): void;
}

export interface MountedIdp {
  readonly router: Router;
  /** The path of the IdP-initiated start below `base`. */
  readonly portalPath: string;
  readonly addresses: ConnectionAddresses;
  /** Where the SP sends whoever signs out there. */
  readonly logoutAddress: string;
  /** Who has sessions at the SP that can be ended from here, and the path below `base` that does it. */
  signedIn?(): ReadonlyMap<string, string>;
  /** Ends a person's sessions; left out: all that is to be done is in their browser, at the path that `signedIn` has. */
  logout?(key: string): Promise<Logout | null>;
  facts(): Promise<ConnectionFacts>;
  /** Null where the connection's own word is all that there is. */
  knownSp(): Promise<KnownSp | null>;
  /** Answers at these redirect URIs, too, until that is undone; left out: this protocol has none. */
  lend?(redirect_uris: readonly string[]): () => void;
  /** Another connection's client at the same issuer; left out: this protocol has none. */
  join?(spec: OidcSpec, host: HostServices): MountedIdp;
}

/** The people of one connection. */
export interface PeopleDirectory {
  find(key: string): IdpPerson | undefined;
  /** People whose name, email, subject or key contains the text, the newest first. */
  search(text: string, limit: number): readonly IdpPerson[];
}

/** A key pair, made on first use and kept. */
export interface SigningKey {
  /** PKCS #8 PEM. */
  readonly privateKeyPem: string;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  /** Self-signed X.509 certificate, PEM; for RSA keys. */
  readonly certificatePem: string;
  readonly kid: string;
}

export interface KeyStore {
  /** `name` is unique within the connection (`signing`, `other` ...). */
  signingKey(name: string, alg: "RS256" | "ES256"): Promise<SigningKey>;
  secret(name: string): Promise<string>;
}

/** Who signs for whom. */
export interface SignerDesk {
  /** The key that signs what is told of a person. */
  of(person: string, alg: "RS256" | "ES256"): Promise<SigningKey>;
  /** Keys beside the issuer's own that it tells as its own. */
  published(): readonly SigningKey[];
  /** Whether there is more in the key set than keys that sign: one for encryption, and one of a type that nobody knows. */
  isCrowded(): boolean;
}

/** The login page, one for both protocols. */
export interface LoginPages {
  /** A whole HTML page: the people as cards, a search box, cancel. */
  pick(page: PickPage): string;
  /** A page that explains why a request was refused (unknown issuer, foreign ACS ...). */
  problem(
    title: string,
    explanation: string,
    details: readonly { readonly name: string; readonly value: string }[],
  ): string;
  /** What somebody is shown who may not use the application, where the SP is told nothing: the vendor's own words. */
  unassigned(words: string): string;
  /** What somebody is shown who has signed out: frames that tell SPs in this browser, what else was told, and the way on. */
  signedOut(page: SignedOutPage): string;
  /** What a browser is shown whose answer was kept. */
  kept(): string;
  /** A page that posts a form by itself, with a `<noscript>` button. */
  autoSubmit(action: string, fields: { readonly [name: string]: string }): string;
}

interface SignedOutPage {
  /** Pages of SPs, which are opened unseen. */
  readonly frames: readonly string[];
  readonly details: readonly { readonly name: string; readonly value: string }[];
  /** Where the person goes on; left out: nowhere. */
  readonly next?: string;
}

export interface PickPage {
  /** The connection's name. */
  readonly connection: string;
  /** Who asks: client id or SP entityID. */
  readonly relyingParty: string;
  readonly people: readonly IdpPerson[];
  /** More people match than are shown. */
  readonly more: boolean;
  readonly search: string;
  /** From login_hint or the request's Subject: shown first and focused. */
  readonly preselect?: string;
  /** Where the card's form posts `person=KEY`. */
  readonly pickAction: string;
  readonly cancelAction: string;
  /** Where somebody posts to who may not use the application. */
  readonly unassignedAction: string;
  /** Fields that every form must carry along. */
  readonly carry: { readonly [name: string]: string };
}

/** `sign_in`: a token response or a SAML response; `userinfo`: what many SPs ask for between it and their decision. */
export type MeetingPoint = "sign_in" | "userinfo";

/** What a browser would bring to the SP next. */
export interface KeptAnswer {
  /** The callback that it was made for. */
  readonly url: string;
  /** The form that is posted there; left out: it is all in the address, as a query. */
  readonly form?: { readonly [name: string]: string };
}

/** Answers that are kept back, by person. */
export interface AnswerDesk {
  /** Whether it was kept: the browser then stays here, and is shown that. */
  keep(key: string, answer: KeptAnswer): boolean;
}

/** Armed tampers, by person. */
export interface TamperDesk {
  armed(key: string): ArmedTamper | undefined;
  /** The keys of all for whom something is armed: a document of the IdP's is of no one person. */
  people(): readonly string[];
  /** Whether it has left, be it in one of several messages. */
  hasLeft(key: string): boolean;
  /** It has left for the SP; whatever it lacked before. */
  delivered(key: string): void;
  notApplicable(key: string, reason: string): void;
}
