import { base64url } from "./ids.ts";
import { form, known, NO_GUESTS, onItsPage, PLAIN, read, type Groups, type Newcomer, type Profile } from "./profile.ts";

const OWN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

/** 43 characters of base64 and a sign of equality: a hash that is another one at each client. */
const subject = ({ ns, person, tenant, client }: Newcomer): string =>
  `${base64url(Math.max(0, 43 - ns.length), "adfs", tenant, client, ns, person)
    .replaceAll("-", "+")
    .replaceAll("_", "/")}${ns}=`;

const username = known("The UPN, which has the form of an address.", "address" as const);

const groups = known<Groups>("Names of groups by a rule: one alone is a bare text, and none is no claim.", {
  each: "name",
  as: "bare",
  empty: "absent",
  most: null,
  beyond: "cut",
});

export const adfs: Profile = {
  title: "AD FS",
  oidc: {
    username,
    subject: known("Pairwise: a hash in base64, another one at each client.", subject),
    guest: NO_GUESTS,
    names: known("Claims have the names of AD FS: `upn` is the username, `group` the groups.", {
      preferred_username: "upn",
      groups: "group",
    }),
    withheld: known("No email_verified.", ["email_verified"]),
    extra: known("`unique_name`: DOMAIN\\account.", ({ preferred_username: name }) =>
      typeof name === "string" ? { unique_name: `CORP\\${name.split("@")[0] ?? ""}` } : {},
    ),
    groups,
    issuer: known("`/adfs`.", () => "/adfs"),
    endpoints: known("Endpoints below /adfs.", () => ({
      authorization: "/adfs/oauth2/authorize",
      token: "/adfs/oauth2/token",
      userinfo: "/adfs/userinfo",
      jwks: "/adfs/discovery/keys",
      end_session: "/adfs/oauth2/logout",
    })),
    places: known("UserInfo tells the subject alone.", ["id_token"] as const),
    lifetime: known("An ID token is good for an hour.", 3600),
    refresh: PLAIN,
    login_hint: read(
      "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oapx/a8622e66-2285-43c0-bbb9-abfcecdaed86",
      "`login_hint` (or `username`) is who is filled in.",
      "first" as const,
    ),
    domain_hint: read(
      "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oapx/86fb452d-e34a-494e-ac61-e526e263b6d8",
      "`domain_hint` says where the person signs in: here whose addresses are of that domain.",
      "domain_hint",
    ),
    prompt: read(
      "https://msdn.microsoft.com/en-us/library/65aeaef4-5553-43cd-b778-6e89f126717c",
      "`none` and `login` are all that is accepted; others have no effect here.",
      ["login"] as const,
    ),
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: known("A page of its own alone, where an access control policy denies.", () =>
      onItsPage("You are not authorized to access this application."),
    ),
    form: form({ redirect_uris: "Redirect URI", client_id: "Client Identifier", client_secret: "Secret" }),
  },
  saml: {
    username,
    subject: PLAIN,
    guest: NO_GUESTS,
    names: known("URIs of claims, each by a rule.", {
      given_name: `${OWN}/givenname`,
      family_name: `${OWN}/surname`,
      email: `${OWN}/emailaddress`,
      name: `${OWN}/name`,
      preferred_username: `${OWN}/upn`,
      groups: "http://schemas.xmlsoap.org/claims/Group",
    }),
    withheld: PLAIN,
    extra: PLAIN,
    groups: PLAIN,
    entity_id: known(
      "`http://HOST/adfs/services/trust`.",
      (tenant) => `http://adfs.${tenant.toLowerCase()}.test/adfs/services/trust`,
    ),
    places: known("AD FS's own paths.", () => ({
      sso: "/adfs/ls/",
      metadata: "/FederationMetadata/2007-06/FederationMetadata.xml",
    })),
    name_id: known("By a rule of the administrator's: unspecified, and the UPN.", {
      format: "unspecified",
      of: "preferred_username",
      qualified: false,
    } as const),
    name_format: known("None.", "none" as const),
    friendly: PLAIN,
    sign: known("The assertion, unless the response is asked for.", "assertion" as const),
    sign_as_wanted: PLAIN,
    valid: known("From this very moment on, for an hour.", {
      before: 0,
      after: 3600,
    }),
    issuer_format: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: known(
      "A page of its own alone, where an access control policy denies.",
      onItsPage("You are not authorized to access this application."),
    ),
    form: form({
      sp_entity_id: "Relying party trust identifier",
      acs: "Relying party SAML 2.0 SSO service URL",
      attributes: "Claim Issuance Policy",
      entity_id: "Federation Service identifier",
      metadata_url: "Federation metadata address",
      certificate: "Token-signing certificate",
    }),
  },
};
