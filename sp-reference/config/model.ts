import type { Policy } from "./policy.ts";

/** A tenant: its verified domains and its connections. */
export interface Organization {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Lower case; matched exactly, never by suffix. */
  readonly domains: readonly string[];
  readonly policy: Policy;
  /** Group at the identity provider -> role here, as SCIM pushes groups. */
  readonly roles: { readonly [group: string]: string };
  readonly defaultRole: string | null;
  /** Lets the identity provider push by SCIM; null: nothing is pushed. */
  readonly scimToken: string | null;
}

interface ConnectionBase {
  readonly name: string;
  readonly title: string;
  readonly organization: Organization;
  /** Effective: defaults, organization, connection. */
  readonly policy: Policy;
  /** Field of the account -> claim or Attribute Name. Nothing is hard-coded: customers' IdPs differ. */
  readonly attributes: { readonly [field: string]: string };
  readonly roles: { readonly [group: string]: string };
  readonly defaultRole: string | null;
  /** What stands between groups that come in one text; null: each is a value of its own. */
  readonly groupsSeparator: string | null;
}

export interface OidcConnection extends ConnectionBase {
  readonly protocol: "oidc";
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly clientAuth: "basic" | "post" | "none";
  readonly scope: string;
  readonly redirectUri: string;
  /** What UserInfo must be signed by; null: it is JSON. */
  readonly userInfoAlg: string | null;
  /** Whoever signs out here is led to the identity provider to sign out there. */
  readonly signsOutAtIdp: boolean;
}

export interface SamlConnection extends ConnectionBase {
  readonly protocol: "saml";
  readonly metadataUrl: string;
  readonly entityId: string | null;
  readonly spEntityId: string;
  readonly acsUrl: string;
  /** Single Logout, which is announced where the SP has a key to sign its answers. */
  readonly sloUrl: string;
  /** AuthnRequests carry a signature, and the SP's metadata promises it. */
  readonly signRequests: boolean;
  readonly requestBinding: "redirect" | "post";
  /** An assertion that is not encrypted is refused; the SP's metadata has the key to encrypt for. */
  readonly encryptedAssertions: boolean;
}

/** PEM: a private key in PKCS #8, and the X.509 certificate that tells the IdPs the public one. */
export interface KeyPair {
  readonly privateKey: string;
  readonly certificate: string;
}

export type Connection = OidcConnection | SamlConnection;

/** Everything that the SP is configured with, once, at its start. */
export interface Config {
  /** Where browsers reach the SP, without a slash at the end. Every redirect URI, ACS and entityID follows from it. */
  readonly baseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly adminToken: string;
  readonly sessionSecret: string;
  /** `smtp://host:port` of the server that takes this SP's mail; null: it sends none, and nobody gets a new password. */
  readonly smtpUrl: string | null;
  /** For SAML; null: made at the first need and kept in the database. */
  readonly samlKey: KeyPair | null;
  readonly libraries: "strict" | "defaults";
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly connections: ReadonlyMap<string, Connection>;
}
