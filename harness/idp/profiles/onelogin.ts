import { digits, guid } from "./ids.ts";
import { form, known, NO_GUESTS, PLAIN, read, type Groups, type Newcomer, type Profile } from "./profile.ts";

const AUTHORIZATION = "https://developers.onelogin.com/openid-connect/api-v1/id-token";

const subject = ({ ns, person, tenant }: Newcomer): string => `1${digits(8, "onelogin", tenant, ns, person)}`;
const connector = (tenant: string): string => guid("onelogin", "connector", tenant);

export const onelogin: Profile = {
  title: "OneLogin",
  oidc: {
    username: known("The username is the address, where nobody says otherwise.", "address" as const),
    subject: known("The user's number, as a text.", subject),
    guest: NO_GUESTS,
    names: PLAIN,
    withheld: known("No email_verified.", ["email_verified"]),
    extra: PLAIN,
    groups: known<Groups>("A list, by the scope `groups` or a parameter.", {
      each: "name",
      as: "list",
      empty: "list",
      most: null,
      beyond: "cut",
    }),
    issuer: known("`/oidc/2`.", () => "/oidc/2"),
    endpoints: known("Endpoints below /oidc/2.", () => ({
      authorization: "/oidc/2/auth",
      token: "/oidc/2/token",
      userinfo: "/oidc/2/me",
      jwks: "/oidc/2/certs",
      end_session: "/oidc/2/logout",
    })),
    places: PLAIN,
    lifetime: PLAIN,
    refresh: PLAIN,
    login_hint: read(AUTHORIZATION, "The page has the username filled in.", "first" as const),
    domain_hint: PLAIN,
    prompt: read(AUTHORIZATION, "`login` asks again; there is no `select_account`.", ["login"] as const),
    cancelled: PLAIN,
    silent: read(AUTHORIZATION, "`login_required`.", { error: "login_required" }),
    unassigned: PLAIN,
    form: form({
      redirect_uris: "Redirect URI's",
      client_id: "Client ID",
      client_secret: "Client Secret",
      issuer: "Issuer URL",
    }),
  },
  saml: {
    username: known("The username is the address, where nobody says otherwise.", "address" as const),
    subject: known("The user's number, which a parameter may carry.", subject),
    guest: NO_GUESTS,
    names: known("Parameters of the connector; those of the custom connector are taken.", {
      email: "User.email",
      given_name: "User.FirstName",
      family_name: "User.LastName",
      groups: "memberOf",
    }),
    withheld: known("What no parameter carries is not sent: no whole name, no username.", [
      "name",
      "preferred_username",
    ]),
    extra: PLAIN,
    groups: known<Groups>("`memberOf`: all names in one value, joined by `;`.", {
      each: "name",
      as: "joined",
      empty: "absent",
      most: null,
      beyond: "cut",
    }),
    entity_id: known(
      "`https://app.onelogin.com/saml/metadata/` and the id of the connector.",
      (tenant) => `https://app.onelogin.com/saml/metadata/${connector(tenant)}`,
    ),
    places: known("The addresses of one connector.", (tenant) => ({
      sso: `/trust/saml2/http-post/sso/${connector(tenant)}`,
      metadata: `/saml/metadata/${connector(tenant)}`,
    })),
    name_id: known("An emailAddress, which is the email.", {
      format: "emailAddress",
      of: "email",
      qualified: false,
    } as const),
    name_format: known("Basic for every attribute.", "basic" as const),
    friendly: PLAIN,
    sign: known("The assertion; the whole response where the connector says so.", "assertion" as const),
    sign_as_wanted: PLAIN,
    valid: known("Three minutes before and after.", { before: 180, after: 180 }),
    issuer_format: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: PLAIN,
    form: form({
      sp_entity_id: "Audience (EntityID)",
      acs: "ACS (Consumer) URL",
      name_id: "SAML nameID format",
      attributes: "Parameters",
      entity_id: "Issuer URL",
      sso_url: "SAML 2.0 Endpoint (HTTP)",
      certificate: "X.509 Certificate",
    }),
  },
};
