import type { NamesAt } from "../../../tampers/index.ts";
import type { Elsewhere } from "../../elsewhere.ts";
import type { SigningKey } from "../../mount.ts";
import type { OidcRefusal } from "../../profiles/index.ts";
import type { Algorithm } from "../sign.ts";
import type { OIDC_TAMPERS, OidcPoint } from "../../../tampers/oidc.ts";

/** Names and values of one outgoing message: an ID token's claims or header, UserInfo, an answer's parameters. */
export type Claims = { readonly [name: string]: unknown };

/** A JWS in its three parts, each as it stands in the compact form: base64url. */
export interface Compact {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

/** What a doing may need beside the message. */
export interface Use {
  /** As the scenario wrote them, else as the table has them. */
  readonly parameters: { readonly [name: string]: unknown };
  /** Signs with a key of the same kind that the issuer never published. */
  readonly signAsStranger: (parts: Pick<Compact, "header" | "payload">) => Promise<string>;
  /** Signs as the issuer does, with the key that it signs this person's tokens with. */
  readonly signAgain: (parts: Pick<Compact, "header" | "payload">) => Promise<string>;
  readonly keys: {
    readonly issuer: () => Promise<SigningKey>;
    /** The key that the issuer signs this person's tokens with. */
    readonly own: () => Promise<SigningKey>;
    readonly stranger: () => Promise<SigningKey>;
    /** What the key set marks for encryption. */
    readonly encryption: () => Promise<SigningKey>;
    /** Of another connection's issuer. */
    readonly of: (connection: string) => Promise<SigningKey>;
    /** What that one calls itself. */
    readonly named: (connection: string) => string | undefined;
  };
  /** Addresses that nothing else names; the keys there are the stranger's. */
  readonly elsewhere: Elsewhere;
  readonly alg: Algorithm;
  /** What an SP is told in the vendor's words where the person is not let in. */
  readonly refusal: OidcRefusal;
}

/** What is done at a point: gives what leaves in the place of what would have left; changes nothing in place. */
type Edit = (message: Claims, use: Use) => Claims;

type Points = Exclude<OidcPoint, "control">;
export type EditPoint = Exclude<Points, "signature" | "userinfo-signature" | "outage" | "logout-token">;

/**
 * How an endpoint fails: by a status in the place of its answer, in the middle of it, by a page or an error that says of
 * itself that it has succeeded, or by its answer coming late.
 */
export interface Outage {
  readonly of: "token" | "userinfo";
  readonly how: "unavailable" | "cut" | "page" | "error" | "slow";
}

/** A logout token before it is signed, and by whom it is to be. */
export interface LogoutParts {
  readonly header: Claims;
  readonly claims: Claims;
  readonly by?: "stranger" | "nobody";
}

/** An answer of the UserInfo endpoint: signed, or not. */
export type UserInfo = Compact | { readonly json: Claims };

interface Doing extends Record<EditPoint, Edit> {
  readonly "logout-token": (told: LogoutParts, use: Pick<Use, "parameters" | "elsewhere">) => LogoutParts;
  /** The ID token as it was signed. */
  readonly signature: (token: Compact, use: Use) => Compact | Promise<Compact>;
  /** UserInfo as it was signed. */
  readonly "userinfo-signature": (token: Compact, use: Use) => UserInfo | Promise<UserInfo>;
  readonly outage: Outage;
}

/** A point's doings by name: exactly those that the table has there, else this does not compile. */
export type Doings<P extends Points> = { readonly [name in NamesAt<typeof OIDC_TAMPERS, P>]: Doing[P] };

/** The doings of all points. */
export type AllDoings = { readonly [P in Points]: { readonly [name: string]: Doing[P] } };
