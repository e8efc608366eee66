import { base62 } from "./ids.ts";
import { form, known, NO_GUESTS, onItsPage, PLAIN, read, type Groups, type Newcomer, type Profile } from "./profile.ts";

const ORG_SERVER = "https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/orgas";
const CLAIMS = "https://help.okta.com/en-us/Content/topics/security/api-config-claims.htm";
const RESPONSE =
  "https://github.com/gitlabhq/gitlabhq/blob/04027f81f0f468809a95eff2f7105a34dd7e69cf/doc/user/group/saml_sso/example_saml_config.md";
const CAP = "https://support.okta.com/help/s/article/how-to-exceed-the-100-groups-limitation-on-a-claim?language=en_US";

/** 20 characters from `00u` on. */
const subject = ({ ns, person, tenant }: Newcomer): string =>
  `00u${base62(Math.max(0, 17 - ns.length), "okta", tenant, ns, person)}${ns}`;

const username = known("The login of a person is an address of the organization's.", "address" as const);

const groups = (empty: Groups["empty"]) =>
  read<Groups>(CAP, "Names of groups where a groups claim is set up, cut off at 100; no claim where there are none.", {
    each: "name",
    as: "list",
    empty,
    most: 100,
    beyond: "cut",
  });

export const okta: Profile = {
  title: "Okta",
  oidc: {
    username,
    subject: known("The id of the user, `00u` and 17 more characters.", subject),
    guest: NO_GUESTS,
    names: PLAIN,
    withheld: PLAIN,
    extra: PLAIN,
    groups: groups("absent"),
    issuer: read(ORG_SERVER, "The org authorization server: the address of the org itself.", () => ""),
    endpoints: read(ORG_SERVER, "Endpoints below /oauth2/v1.", () => ({
      authorization: "/oauth2/v1/authorize",
      token: "/oauth2/v1/token",
      userinfo: "/oauth2/v1/userinfo",
      jwks: "/oauth2/v1/keys",
      end_session: "/oauth2/v1/logout",
    })),
    places: read(
      CLAIMS,
      "Where an access token comes with it, the ID token holds no claim of a scope, nor groups: UserInfo does.",
      ["userinfo"] as const,
    ),
    lifetime: known("An ID token is good for an hour.", 3600),
    refresh: PLAIN,
    login_hint: known("The page has the username filled in.", "first" as const),
    domain_hint: PLAIN,
    prompt: known("`login` asks again; there is no `select_account`.", ["login"] as const),
    cancelled: known("Okta's words for it.", {
      error: "access_denied",
      error_description: "The resource owner or authorization server denied the request.",
    }),
    silent: read("https://github.com/okta/okta-oidc-js/issues/567", "Okta's words for it.", {
      error: "login_required",
      error_description: "The client specified not to prompt, but the user is not logged in.",
    }),
    unassigned: read("https://github.com/okta/okta-aspnet/issues/120", "An `access_denied`, in Okta's words.", () => ({
      error: "access_denied",
      error_description: "User is not assigned to the client application.",
    })),
    form: form({
      redirect_uris: "Sign-in redirect URIs",
      client_id: "Client ID",
      client_secret: "Client secret",
      issuer: "Issuer URI",
    }),
  },
  saml: {
    username,
    subject: known("The id of the user, `00u` and 17 more characters.", subject),
    guest: NO_GUESTS,
    names: read(RESPONSE, "Names are the administrator's own; those of the samples are taken.", {
      given_name: "firstName",
      family_name: "lastName",
      preferred_username: "login",
      name: "displayName",
    }),
    withheld: PLAIN,
    extra: PLAIN,
    groups: groups("absent"),
    entity_id: read(
      RESPONSE,
      "`http://www.okta.com/` and the id of the application.",
      (tenant) => `http://www.okta.com/exk${base62(17, "okta", "exk", tenant)}`,
    ),
    places: known("The addresses of one application.", (tenant) => {
      const app = `/app/jitterbug/exk${base62(17, "okta", "exk", tenant)}/sso/saml`;
      return { sso: app, metadata: `${app}/metadata` };
    }),
    name_id: known("Unspecified, and the person's username.", {
      format: "unspecified",
      of: "preferred_username",
      qualified: false,
    } as const),
    name_format: read(RESPONSE, "Unspecified for every attribute.", "unspecified" as const),
    friendly: PLAIN,
    sign: read(RESPONSE, "Response and assertion.", "both" as const),
    sign_as_wanted: PLAIN,
    valid: read(RESPONSE, "Five minutes before and after.", { before: 300, after: 300 }),
    issuer_format: read(RESPONSE, "The Issuer says that it is an entityID.", true),
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: known("A page of Okta's alone.", onItsPage("You are not assigned to this application.")),
    form: form({
      acs: "Single sign-on URL",
      sp_entity_id: "Audience URI (SP Entity ID)",
      name_id: "Name ID format",
      attributes: "Attribute Statements",
      entity_id: "Issuer",
      sso_url: "Sign on URL",
      metadata_url: "Metadata URL",
      certificate: "Signing Certificate",
    }),
  },
};
