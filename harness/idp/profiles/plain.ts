import { PLAIN, type Facets, type Groups, type OidcShape, type Profile, type SamlShape } from "./profile.ts";

/** The IdP of nobody in particular: what a connection without a profile is given, and what a facet left plain is. */

const GROUPS = { each: "name", as: "list", most: null, beyond: "cut" } as const;

const COMMON = {
  username: "word",
  subject: ({ ns, person }: { readonly ns: string; readonly person: string }) => `${ns}-${person}`,
  guest: () => ({}),
  names: {},
  withheld: [],
  extra: () => ({}),
  form: {},
} as const;

export const PLAIN_OIDC: OidcShape = {
  ...COMMON,
  issuer: () => "",
  endpoints: () => ({
    authorization: "/authorize",
    token: "/token",
    userinfo: "/userinfo",
    jwks: "/jwks",
    end_session: "/logout",
  }),
  groups: { ...GROUPS, empty: "list" } satisfies Groups,
  places: ["id_token", "userinfo"],
  lifetime: 3600,
  refresh: "asked",
  login_hint: "first",
  domain_hint: null,
  prompt: ["login", "select_account", "create"],
  cancelled: { error: "access_denied", error_description: "The person cancelled the sign-in" },
  silent: { error: "login_required", error_description: "The person must sign in" },
  unassigned: () => ({ error: "access_denied", error_description: "The person may not use this application" }),
};

export const PLAIN_SAML: SamlShape = {
  ...COMMON,
  entity_id: null,
  places: () => ({ sso: "/sso", metadata: "/metadata" }),
  name_id: { format: "persistent", of: "subject", qualified: true },
  name_format: "by_name",
  friendly: {},
  groups: { ...GROUPS, empty: "absent" } satisfies Groups,
  sign: "assertion",
  sign_as_wanted: false,
  valid: { before: 60, after: 300 },
  issuer_format: false,
  login_hint: null,
  domain_hint: null,
  request_subject: "first",
  cancelled: { status: "AuthnFailed", message: "The person cancelled the sign-in." },
  silent: { status: "NoPassive", message: "Nobody is signed in here, and IsPassive forbids to ask." },
  unassigned: { status: "RequestDenied", message: "The person may not use this application." },
};

const all = <Shape extends object>(shape: Shape): Facets<Shape> =>
  Object.fromEntries(Object.keys(shape).map((facet) => [facet, PLAIN])) as Facets<Shape>;

export const plain: Profile = { title: "Nobody in particular", oidc: all(PLAIN_OIDC), saml: all(PLAIN_SAML) };
