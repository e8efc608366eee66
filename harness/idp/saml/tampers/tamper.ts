import type { Document } from "@xmldom/xmldom";
import type { NamesAt } from "../../../tampers/index.ts";
import type { SAML_TAMPERS, SamlPoint } from "../../../tampers/saml.ts";
import type { Elsewhere } from "../../elsewhere.ts";
import type { SamlSpec } from "../../port.ts";
import type { Hand } from "../xml/sign.ts";

/** What a doing may need beside the Response. */
export interface Use {
  readonly spec: Omit<SamlSpec, "encrypt">;
  /** As the scenario wrote them, else as the table has them. */
  readonly parameters: { readonly [name: string]: unknown };
  /** Signs what the connection signs, with a key that the SP was never given, and its certificate. */
  readonly signAsStranger: (unsigned: Document) => Promise<Document>;
  /** Signs what the connection signs, with the key of another connection's IdP, and its certificate. */
  readonly signAsNeighbour: (unsigned: Document, connection: string) => Promise<Document>;
  /** What another connection's IdP calls itself. */
  readonly neighbour: (connection: string) => string | undefined;
  /** Signs what the connection signs by HMAC, for which the issuer's certificate is the secret. */
  readonly signByCertificate: (unsigned: Document) => Promise<Document>;
  /** The Response as it was before anything was signed or encrypted. */
  readonly unsealed: () => Document;
  /** Addresses that nothing else names; what stands there is of the stranger. */
  readonly elsewhere: Elsewhere;
  /** Signs the Response as a whole, as its issuer. */
  readonly signResponse: (unsigned: Document) => Promise<Document>;
}

/** Changes a Response that is not signed yet, in place. */
type Edit = (response: Document, use: Use) => void;

/** Gives a Response for the signed one, which it may change in place; a text, where what leaves is no document. */
type Replace = (response: Document, use: Use) => Document | string | Promise<Document | string>;

/** Changes a Response that is not signed yet, in place, and says in which hand it is to be signed. */
type Sign = (response: Document, use: Use) => Hand;

type Points = Exclude<SamlPoint, "control">;
export type SignedPoint = "signature" | "address" | "status" | "wrapping";
export type EditPoint = Exclude<Points, SignedPoint | "signing" | "relay-state" | "envelope" | "logout-request">;

/** Who signs a LogoutRequest, and what is done to it then. */
export interface LogoutHand {
  readonly by?: "stranger" | "nobody";
  readonly after?: (signed: Document) => void;
}

interface LogoutUse extends Pick<Use, "parameters"> {
  /** The person's last one that nothing was armed for. */
  readonly earlier?: Document;
}

interface Doing extends Record<EditPoint, Edit>, Record<SignedPoint, Replace> {
  readonly signing: Sign;
  readonly envelope: Edit;
  readonly "relay-state": string;
  /** Changes a LogoutRequest that is not signed yet, in place. */
  readonly "logout-request": (request: Document, use: LogoutUse) => LogoutHand;
}

/** A point's doings by name: exactly those that the table has there, else this does not compile. */
export type Doings<P extends Points> = { readonly [name in NamesAt<typeof SAML_TAMPERS, P>]: Doing[P] };

/** The doings of all points. */
export type AllDoings = { readonly [P in Points]: { readonly [name: string]: Doing[P] } };
