import { guid } from "./ids.ts";
import { form, known, NO_GUESTS, PLAIN, read, type Newcomer, type Profile } from "./profile.ts";

const DISCOVERY =
  "https://developer.pingidentity.com/pingone-api/auth/openid-connect-oauth-2/discovery-openid-configuration.html";
const SAML = "https://developer.pingidentity.com/pingone-api/auth/saml-2.0.html";

const environment = (tenant: string): string => guid("ping", "environment", tenant);
const subject = ({ ns, person, tenant }: Newcomer): string => guid("ping", "user", tenant, ns, person);

export const ping: Profile = {
  title: "PingOne",
  oidc: {
    username: PLAIN,
    subject: known("The user's UUID.", subject),
    guest: NO_GUESTS,
    names: PLAIN,
    withheld: known("No email_verified.", ["email_verified"]),
    extra: known("The environment.", (_, tenant) => ({ env: environment(tenant) })),
    groups: PLAIN,
    issuer: read(DISCOVERY, "The environment's id and `/as`.", (tenant) => `/${environment(tenant)}/as`),
    endpoints: read(DISCOVERY, "Endpoints below the environment's id.", (tenant) => {
      const base = `/${environment(tenant)}/as`;
      return {
        authorization: `${base}/authorize`,
        token: `${base}/token`,
        userinfo: `${base}/userinfo`,
        jwks: `${base}/jwks`,
        end_session: `${base}/signoff`,
      };
    }),
    places: known("The ID token holds the subject; UserInfo what scopes ask for.", ["userinfo"] as const),
    lifetime: known("An ID token is good for an hour.", 3600),
    refresh: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    prompt: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: PLAIN,
    form: form({
      redirect_uris: "Redirect URIs",
      client_id: "Client ID",
      client_secret: "Client Secret",
      issuer: "Issuer ID",
      discovery_url: "OIDC Discovery Endpoint",
    }),
  },
  saml: {
    username: PLAIN,
    subject: known("The user's UUID, which is what saml_subject carries where nobody maps another.", subject),
    guest: NO_GUESTS,
    names: known("Names are the administrator's own; plain ones are taken.", {
      given_name: "firstName",
      family_name: "lastName",
      groups: "memberOf",
    }),
    withheld: PLAIN,
    extra: PLAIN,
    groups: PLAIN,
    entity_id: known(
      "`https://auth.pingone.com/` and the environment's id.",
      (tenant) => `https://auth.pingone.com/${environment(tenant)}`,
    ),
    places: read(SAML, "Addresses below the environment's id.", (tenant) => ({
      sso: `/${environment(tenant)}/saml20/idp/sso`,
      metadata: `/${environment(tenant)}/saml20/metadata`,
    })),
    name_id: known("Unspecified, and the user's UUID.", {
      format: "unspecified",
      of: "subject",
      qualified: false,
    } as const),
    name_format: known("Basic for every attribute.", "basic" as const),
    friendly: PLAIN,
    sign: known("The assertion; where it is placed can be chosen.", "assertion" as const),
    sign_as_wanted: PLAIN,
    valid: known("A minute before, five after.", { before: 60, after: 300 }),
    issuer_format: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: PLAIN,
    form: form({
      acs: "ACS URLs",
      sp_entity_id: "Entity ID",
      name_id: "Subject NameID Format",
      attributes: "Attribute Mappings",
      entity_id: "Issuer ID",
      sso_url: "Single Signon Service",
      metadata_url: "IDP Metadata URL",
      certificate: "Signing Certificate",
    }),
  },
};
