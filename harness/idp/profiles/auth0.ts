import { form, known, NO_GUESTS, PLAIN, read, type Newcomer, type Profile } from "./profile.ts";

const OWN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
const ADDON = "https://gist.github.com/ausmartway/58d206e7615cac77d24a248eef024e5d";

/** The connection, a bar, and the person's id in it. */
const subject = ({ ns, person }: Newcomer): string => `auth0|${ns}-${person}`;

export const auth0: Profile = {
  title: "Auth0",
  oidc: {
    username: PLAIN,
    subject: known("The connection, a bar, and the person's id in it.", subject),
    guest: NO_GUESTS,
    names: known("Claims of one's own have the name of a place ahead; this one stands for it.", {
      groups: "https://app.test/groups",
      preferred_username: "nickname",
    }),
    withheld: PLAIN,
    extra: PLAIN,
    groups: PLAIN,
    issuer: known("The host and a slash.", () => "/"),
    endpoints: known("Auth0's own paths.", () => ({
      authorization: "/authorize",
      token: "/oauth/token",
      userinfo: "/userinfo",
      jwks: "/.well-known/jwks.json",
      end_session: "/oidc/logout",
    })),
    places: PLAIN,
    lifetime: known("An ID token is good for ten hours.", 36_000),
    refresh: PLAIN,
    login_hint: known("The page has the address filled in.", "first" as const),
    domain_hint: PLAIN,
    prompt: PLAIN,
    cancelled: PLAIN,
    silent: read("https://github.com/auth0/auth0.js/issues/1079", "Auth0's words for it.", {
      error: "login_required",
      error_description: "Login required",
    }),
    unassigned: PLAIN,
    form: form({
      redirect_uris: "Allowed Callback URLs",
      client_id: "Client ID",
      client_secret: "Client Secret",
      issuer: "Domain",
    }),
  },
  saml: {
    username: PLAIN,
    subject: known("The connection, a bar, and the person's id in it.", subject),
    guest: NO_GUESTS,
    names: read(ADDON, "URIs of claims, as the add-on maps them.", {
      email: `${OWN}/emailaddress`,
      name: `${OWN}/name`,
      given_name: `${OWN}/givenname`,
      family_name: `${OWN}/surname`,
      preferred_username: `${OWN}/upn`,
      groups: "http://schemas.xmlsoap.org/claims/Group",
    }),
    withheld: PLAIN,
    extra: read(ADDON, "The identifier again, as a claim.", ({ subject: id }) =>
      typeof id === "string" ? { [`${OWN}/nameidentifier`]: id } : {},
    ),
    groups: PLAIN,
    entity_id: known("`urn:`, the tenant, and `.auth0.com`.", (tenant) => `urn:${tenant.toLowerCase()}.auth0.com`),
    places: known("Addresses below /samlp.", () => ({ sso: "/samlp/app", metadata: "/samlp/metadata/app" })),
    name_id: read(ADDON, "Unspecified, and the user's id.", {
      format: "unspecified",
      of: "subject",
      qualified: false,
    } as const),
    name_format: read(ADDON, "A NameFormat with every attribute: that of a URI.", "uri" as const),
    friendly: PLAIN,
    sign: read(ADDON, "The assertion; by RSA-SHA256 here, where the sample has SHA-1.", "assertion" as const),
    sign_as_wanted: PLAIN,
    valid: read(ADDON, "An hour.", { before: 0, after: 3600 }),
    issuer_format: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: PLAIN,
    form: form({
      acs: "Application Callback URL",
      sp_entity_id: "audience",
      entity_id: "Issuer",
      sso_url: "Identity Provider Login URL",
      metadata_url: "Identity Provider Metadata",
      certificate: "Identity Provider Certificate",
    }),
  },
};
