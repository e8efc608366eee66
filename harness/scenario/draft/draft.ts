/** What `init` was told of an SP: enough for a target file that can be tried, and no more. */
export interface TargetDraft {
  readonly target: string;
  readonly base_url: string;
  /** `host:port` of the IdPs: fixed, so that what is entered at the SP stays true. */
  readonly listen: string;
  /** Null: it runs already. */
  readonly start: StartDraft | null;
  readonly connections: readonly ConnectionDraft[];
  readonly session: {
    /** `GET /api/me` */
    readonly request: string;
    /** A JSONPath into a JSON answer, or a CSS selector of a page. */
    readonly account: string;
  };
  readonly accounts: AccountsDraft;
}

interface StartDraft {
  readonly command: readonly string[];
  /** Left out: the target file's folder. */
  readonly cwd?: string;
  /** `GET /healthz` */
  readonly ready: string;
  /** Environment variable -> the fact of a connection that it takes, as `oidc.issuer`. */
  readonly env: { readonly [variable: string]: string };
}

/** A request line, or a page and what is pressed there. */
export type SignInDraft = string | { readonly open: string; readonly press: string };

export type ConnectionDraft =
  | {
      readonly name: string;
      readonly protocol: "oidc";
      readonly client_id: string;
      /** Left out: the kit's default. */
      readonly client_auth?: "basic" | "post" | "none";
      readonly redirect_uri: string;
      readonly sign_in: SignInDraft;
    }
  | {
      readonly name: string;
      readonly protocol: "saml";
      /** An address or a file, or what it would say. */
      readonly sp: { readonly metadata: string } | { readonly entity_id: string; readonly acs: string };
      readonly sign_in: SignInDraft;
    };

/** The environment variable that holds a bearer token, or null. */
type Bearer = string | null;
type JsonMap = { readonly id: string; readonly email: string };

export type AccountsDraft =
  | {
      readonly kind: "http";
      readonly request: string;
      readonly bearer: Bearer;
      readonly each: string;
      readonly map: JsonMap;
    }
  | { readonly kind: "sql"; readonly database: string; readonly query: string }
  | { readonly kind: "scim"; readonly base: string; readonly bearer: Bearer }
  | { readonly kind: "exec"; readonly command: readonly string[]; readonly each: string; readonly map: JsonMap };
