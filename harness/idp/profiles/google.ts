import { base62, digits } from "./ids.ts";
import {
  form,
  known,
  NO_GUESTS,
  onItsPage,
  PLAIN,
  read,
  type Claims,
  type Groups,
  type Newcomer,
  type Profile,
} from "./profile.ts";

const OIDC = "https://developers.google.com/identity/openid-connect/reference";
const PAYLOAD =
  "https://cloud.google.com/nodejs/docs/reference/google-auth-library/latest/google-auth-library/tokenpayload";
const GROUPS = "https://knowledge.workspace.google.com/admin/apps/about-group-membership-mapping";
const ENTITY = "https://uds.defenseunicorns.com/reference/configuration/single-sign-on/identity-providers/google-idp";

/** 21 digits, the first of which is a 1. */
const subject = ({ ns, person, tenant }: Newcomer): string => `1${digits(20, "google", tenant, ns, person)}`;

/** The domain of the person's address stands for the organization; consumers, who have none, are not met here. */
function hostedDomain({ email }: Claims): Claims {
  const domain = typeof email === "string" ? email.slice(email.lastIndexOf("@") + 1) : "";
  return domain === "" || domain === email ? {} : { hd: domain };
}

const idpId = (tenant: string): string => `C0${base62(7, "google", tenant).toLowerCase()}`;

export const google: Profile = {
  title: "Google Workspace",
  oidc: {
    username: PLAIN,
    subject: read(PAYLOAD, "A number of 21 digits, as a text; never used again.", subject),
    guest: NO_GUESTS,
    names: PLAIN,
    withheld: known("No groups, and no preferred_username.", ["groups", "preferred_username"]),
    extra: read(PAYLOAD, "`hd`: the domain of the organization.", hostedDomain),
    groups: PLAIN,
    issuer: read(OIDC, "The host alone.", () => ""),
    endpoints: read(OIDC, "Endpoints of several hosts; their paths are kept.", () => ({
      authorization: "/o/oauth2/v2/auth",
      token: "/token",
      userinfo: "/v1/userinfo",
      jwks: "/oauth2/v3/certs",
      end_session: "/logout",
    })),
    places: PLAIN,
    lifetime: known("An ID token is good for an hour.", 3600),
    refresh: PLAIN,
    login_hint: known(
      "The address is filled in, or the session chosen that is the hinted person's.",
      "chooses" as const,
    ),
    domain_hint: read(
      "https://js.electronforge.io/interfaces/_electron_forge_publisher_gcs.InternalOptions.GenerateAuthUrlOpts.html",
      "`hd`: accounts of that domain are offered; nothing holds anybody to it.",
      "hd",
    ),
    prompt: read(
      "https://dev.to/googleworkspace/google-oidc-and-prompt-login-4d5o",
      "`select_account` asks; `login` is not supported.",
      ["select_account"] as const,
    ),
    cancelled: known("The error alone says it.", { error: "access_denied" }),
    silent: known("`interaction_required`, without a word.", { error: "interaction_required" }),
    unassigned: known("A page of Google's alone.", () => onItsPage("Error 403: org_internal")),
    form: form({ redirect_uris: "Authorized redirect URIs", client_id: "Client ID", client_secret: "Client secret" }),
  },
  saml: {
    username: PLAIN,
    subject: known("The number of the person, which a mapping may carry.", subject),
    guest: NO_GUESTS,
    names: known("Names are the administrator's own; plain ones are taken.", {
      given_name: "firstName",
      family_name: "lastName",
    }),
    withheld: known("No username beside the address, and no whole name.", ["preferred_username", "name"]),
    extra: PLAIN,
    groups: read<Groups>(
      GROUPS,
      "Names of the groups that are chosen, at most 75; an attribute without a value where there are none.",
      { each: "name", as: "list", empty: "valueless", most: 75, beyond: "cut" },
    ),
    entity_id: read(
      ENTITY,
      "`https://accounts.google.com/o/saml2?idpid=` and the id of the customer.",
      (tenant) => `https://accounts.google.com/o/saml2?idpid=${idpId(tenant)}`,
    ),
    places: read(ENTITY, "The id of the customer is in the path here, not in the query.", (tenant) => ({
      sso: `/o/saml2/idp/${idpId(tenant)}`,
      metadata: `/o/saml2/metadata/${idpId(tenant)}`,
    })),
    name_id: known("An emailAddress, which is the primary address.", {
      format: "emailAddress",
      of: "email",
      qualified: false,
    } as const),
    name_format: known("Basic for every attribute.", "basic" as const),
    friendly: PLAIN,
    sign: known(
      "The assertion. Where `Signed response` is ticked the Response, and no assertion then (`sign: response`).",
      "assertion" as const,
    ),
    sign_as_wanted: PLAIN,
    valid: known("Five minutes before and after.", { before: 300, after: 300 }),
    issuer_format: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: read(
      "https://support.google.com/a/answer/6301076",
      "A page of Google's alone.",
      onItsPage("Error 403: app_not_configured_for_user"),
    ),
    form: form({
      acs: "ACS URL",
      sp_entity_id: "Entity ID",
      name_id: "Name ID format",
      attributes: "Attributes",
      entity_id: "Entity ID",
      sso_url: "SSO URL",
      certificate: "Certificate",
    }),
  },
};
