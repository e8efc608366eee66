import { hex } from "./ids.ts";
import { form, known, NO_GUESTS, PLAIN, type Groups, type Newcomer, type Profile } from "./profile.ts";

/** 24 characters of base 16. */
const subject = ({ ns, person, tenant }: Newcomer): string => hex(24, "jumpcloud", tenant, ns, person);

const groups = known<Groups>("One group alone is a bare text.", {
  each: "name",
  as: "bare",
  empty: "absent",
  most: null,
  beyond: "cut",
});

export const jumpcloud: Profile = {
  title: "JumpCloud",
  oidc: {
    username: PLAIN,
    subject: known("The user's id, 24 characters of base 16.", subject),
    guest: NO_GUESTS,
    names: PLAIN,
    withheld: PLAIN,
    extra: PLAIN,
    groups,
    issuer: known("The host and a slash.", () => "/"),
    endpoints: known("JumpCloud's own paths.", () => ({
      authorization: "/oauth2/auth",
      token: "/oauth2/token",
      userinfo: "/userinfo",
      jwks: "/.well-known/jwks.json",
      end_session: "/oauth2/sessions/logout",
    })),
    places: PLAIN,
    lifetime: PLAIN,
    refresh: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    prompt: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: PLAIN,
    form: form({ redirect_uris: "Redirect URIs", client_id: "Client ID", client_secret: "Client Secret" }),
  },
  saml: {
    username: PLAIN,
    subject: known("The user's id, which an attribute may carry.", subject),
    guest: NO_GUESTS,
    names: known("Names are the administrator's own; plain ones are taken.", {
      given_name: "firstname",
      family_name: "lastname",
      groups: "memberOf",
    }),
    withheld: known("What no attribute carries is not sent: no whole name, no username.", [
      "name",
      "preferred_username",
    ]),
    extra: PLAIN,
    groups: PLAIN,
    entity_id: known(
      "A name of the administrator's; here the address of the application.",
      (tenant) => `https://sso.jumpcloud.com/saml2/${tenant.toLowerCase()}`,
    ),
    places: known("`/saml2/` and a name of the administrator's.", (tenant) => ({
      sso: `/saml2/${tenant.toLowerCase()}`,
      metadata: `/saml2/${tenant.toLowerCase()}/metadata`,
    })),
    name_id: known("An emailAddress, which is the email.", {
      format: "emailAddress",
      of: "email",
      qualified: false,
    } as const),
    name_format: known("Unspecified for every attribute.", "unspecified" as const),
    friendly: PLAIN,
    sign: known("The assertion, where that is ticked.", "assertion" as const),
    sign_as_wanted: PLAIN,
    valid: known("Five minutes before and after.", { before: 300, after: 300 }),
    issuer_format: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: PLAIN,
    silent: PLAIN,
    unassigned: PLAIN,
    form: form({
      sp_entity_id: "SP Entity ID",
      acs: "ACS URLs",
      name_id: "SAMLSubject NameID Format",
      attributes: "Attributes",
      entity_id: "IdP Entity ID",
      sso_url: "IDP URL",
      certificate: "IDP Certificate",
    }),
  },
};
