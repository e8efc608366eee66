import { base64url, guid } from "./ids.ts";
import {
  form,
  known,
  onItsPage,
  PLAIN,
  read,
  type Claims,
  type Groups,
  type Guest,
  type Newcomer,
  type Profile,
} from "./profile.ts";

const DOCS = "https://learn.microsoft.com/entra/identity-platform";
const ID_TOKEN = `${DOCS}/id-token-claims-reference`;
const SAML_TOKEN = `${DOCS}/reference-saml-tokens`;
const CUSTOMIZED = `${DOCS}/saml-claims-customization`;
const OWN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
const MICROSOFT = "http://schemas.microsoft.com/identity/claims";

const tenantId = (tenant: string): string => guid("entra", "tenant", tenant);
const objectId = (claims: Claims, tenant: string): string =>
  guid("entra", "object", tenant, JSON.stringify(claims["subject"] ?? null));

/** 43 characters, another one at each application. */
const subject = ({ ns, person, tenant, client }: Newcomer): string =>
  base64url(Math.max(0, 43 - ns.length), "entra", tenant, client, ns, person) + ns;

const GUESTS = "https://learn.microsoft.com/en-gb/entra/external-id/claims-mapping";

/** The UPN of somebody who is invited is made of their address and the inviting tenant's own domain. */
function guestName({ email, domain }: Guest): string | undefined {
  if (email === null) return undefined;
  return `${email.replace("@", "_")}#EXT#@${domain === "" ? "invited.test" : domain}`;
}

const username = read(ID_TOKEN, "The UPN, which has the form of an address and may change.", "address" as const);

const groups = (url: string, most: number) =>
  read<Groups>(url, `The groups' object ids; where there are more than ${most}, a mark and none of them.`, {
    each: "id",
    as: "list",
    empty: "absent",
    most,
    beyond: "marker",
  });

export const entra: Profile = {
  title: "Microsoft Entra ID",
  oidc: {
    username,
    subject: read(ID_TOKEN, "Pairwise: another one at each application.", subject),
    guest: read(
      "https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference",
      "The username is their own address; `idp` says whose account it is.",
      ({ email, tenant }) => ({
        ...(email === null ? {} : { preferred_username: email }),
        idp: `https://sts.windows.net/${guid("entra", "home", tenant)}/`,
      }),
    ),
    names: PLAIN,
    withheld: read(
      "https://github.com/coder/coder/issues/26380",
      "No email_verified; given_name and family_name are optional claims and stay.",
      ["email_verified"],
    ),
    extra: read(
      ID_TOKEN,
      "The tenant, the person's object id in it, and the version of the token.",
      (claims, tenant) => ({
        ...("subject" in claims ? { oid: objectId(claims, tenant) } : {}),
        tid: tenantId(tenant),
        ver: "2.0",
      }),
    ),
    groups: groups(ID_TOKEN, 200),
    issuer: read(ID_TOKEN, "The tenant's GUID and `/v2.0`.", (tenant) => `/${tenantId(tenant)}/v2.0`),
    endpoints: known("Endpoints below the tenant's GUID; UserInfo is Graph's.", (tenant) => ({
      authorization: `/${tenantId(tenant)}/oauth2/v2.0/authorize`,
      token: `/${tenantId(tenant)}/oauth2/v2.0/token`,
      userinfo: "/oidc/userinfo",
      jwks: `/${tenantId(tenant)}/discovery/v2.0/keys`,
      end_session: `/${tenantId(tenant)}/oauth2/v2.0/logout`,
    })),
    places: PLAIN,
    lifetime: known("An ID token is good for an hour.", 3600),
    refresh: known("Where offline_access asks for it.", "asked" as const),
    login_hint: read(
      "https://learn.microsoft.com/en-us/entra/msal/javascript/angular/ssosilent",
      "The username is filled in, and of several sessions the hinted person's is looked for.",
      "chooses" as const,
    ),
    domain_hint: read(
      "https://azuread.github.io/microsoft-authentication-library-for-objc/Classes/MSALInteractiveTokenParameters.html",
      "`domain_hint` leads to the sign-in page of that domain: here to the people whose addresses it has.",
      "domain_hint",
    ),
    prompt: read(
      "https://learn.microsoft.com/entra/identity-platform/msal-js-prompt-behavior",
      "`login`, `select_account` and `create` ask although somebody is signed in.",
      ["login", "select_account", "create"] as const,
    ),
    cancelled: known("An error of the IdP's own, with its number.", {
      error: "access_denied",
      error_description: "AADSTS65004: User declined to consent to access the app.",
    }),
    silent: known("A `login_required` with AADSTS50058.", {
      error: "login_required",
      error_description: "AADSTS50058: A silent sign-in request was sent but no user is signed in.",
    }),
    unassigned: read(
      "https://github.com/AzureAD/azure-activedirectory-library-for-js/issues/916",
      "An `access_denied` with AADSTS50105; many see it on a page of Microsoft's alone.",
      (client) => ({
        error: "access_denied",
        error_description: `AADSTS50105: The signed in user '{EmailHidden}' is not assigned to a role for the application '${client}'.`,
      }),
    ),
    form: form({
      redirect_uris: "Redirect URI",
      client_id: "Application (client) ID",
      client_secret: "Client secret (Value)",
      discovery_url: "OpenID Connect metadata document",
      authorization_endpoint: "OAuth 2.0 authorization endpoint (v2)",
      token_endpoint: "OAuth 2.0 token endpoint (v2)",
    }),
  },
  saml: {
    username,
    subject: read(SAML_TOKEN, "A persistent NameID is another one at each application.", subject),
    guest: read(
      GUESTS,
      "The UPN has `#EXT#` in it, as of a guest who has no account at another Entra tenant.",
      (guest) => {
        const preferred_username = guestName(guest);
        return {
          ...(preferred_username === undefined ? {} : { preferred_username }),
          [`${MICROSOFT}/identityprovider`]: "mail",
        };
      },
    ),
    names: read(SAML_TOKEN, "URIs of claims; the name is the UPN, as the preset has it.", {
      given_name: `${OWN}/givenname`,
      family_name: `${OWN}/surname`,
      email: `${OWN}/emailaddress`,
      preferred_username: `${OWN}/name`,
      name: `${MICROSOFT}/displayname`,
      groups: "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups",
    }),
    withheld: PLAIN,
    extra: read(
      SAML_TOKEN,
      "The tenant, the person's object id in it, and the identity provider.",
      (claims, tenant) => ({
        [`${MICROSOFT}/tenantid`]: tenantId(tenant),
        ...("subject" in claims ? { [`${MICROSOFT}/objectidentifier`]: objectId(claims, tenant) } : {}),
        [`${MICROSOFT}/identityprovider`]: `https://sts.windows.net/${tenantId(tenant)}/`,
      }),
    ),
    groups: groups(SAML_TOKEN, 150),
    entity_id: read(SAML_TOKEN, "`https://sts.windows.net/`, the tenant's GUID, and a slash.", (tenant) => {
      return `https://sts.windows.net/${tenantId(tenant)}/`;
    }),
    places: known("Addresses below the tenant's GUID.", (tenant) => ({
      sso: `/${tenantId(tenant)}/saml2`,
      metadata: `/${tenantId(tenant)}/federationmetadata/2007-06/federationmetadata.xml`,
    })),
    name_id: read(CUSTOMIZED, "An emailAddress, which is the UPN.", {
      format: "emailAddress",
      of: "preferred_username",
      qualified: false,
    } as const),
    name_format: read(SAML_TOKEN, "None, as in the sample.", "none" as const),
    friendly: PLAIN,
    sign: known("The assertion.", "assertion" as const),
    sign_as_wanted: PLAIN,
    valid: read(SAML_TOKEN, "From five minutes ago on, for an hour.", { before: 300, after: 3600 }),
    issuer_format: PLAIN,
    login_hint: known("`login_hint` beside the request fills in the username.", "login_hint"),
    domain_hint: known("`whr` beside the request.", "whr"),
    request_subject: read(
      "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
      "AADSTS900236: a request must name no Subject. A page of Microsoft's says it, and the SP hears nothing.",
      onItsPage(
        "AADSTS900236: The SAML authentication request property 'Subject' is not supported and must not be set.",
      ),
    ),
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: read(
      "https://github.com/nextauthjs/next-auth/issues/5455",
      "AADSTS50105 on a page of Microsoft's; the SP hears nothing.",
      onItsPage("AADSTS50105: The signed in user is not assigned to a role for the application."),
    ),
    form: form({
      sp_entity_id: "Identifier (Entity ID)",
      acs: "Reply URL (Assertion Consumer Service URL)",
      name_id: "Unique User Identifier (Name ID)",
      attributes: "Attributes & Claims",
      entity_id: "Microsoft Entra Identifier",
      sso_url: "Login URL",
      metadata_url: "App Federation Metadata Url",
      certificate: "Certificate (Base64)",
    }),
  },
};
