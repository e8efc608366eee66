import { base62 } from "./ids.ts";
import { form, known, NO_GUESTS, PLAIN, read, type Newcomer, type Profile } from "./profile.ts";

const WIKI = "https://wiki.shibboleth.net/confluence/display/IDP4";

/** 32 characters, others at each SP. */
const subject = ({ ns, person, tenant, client }: Newcomer): string =>
  `${base62(Math.max(0, 32 - ns.length), "shibboleth", tenant, client, ns, person).toUpperCase()}${ns}`;

export const shibboleth: Profile = {
  title: "Shibboleth",
  oidc: null,
  saml: {
    username: known("The scoped name (eduPersonPrincipalName).", "address" as const),
    subject: known("A persistent one is another one at each SP.", subject),
    guest: NO_GUESTS,
    names: known("Object identifiers, as the federations have them.", {
      email: "urn:oid:0.9.2342.19200300.100.1.3",
      given_name: "urn:oid:2.5.4.42",
      family_name: "urn:oid:2.5.4.4",
      name: "urn:oid:2.16.840.1.113730.3.1.241",
      preferred_username: "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",
      groups: "urn:oid:1.3.6.1.4.1.5923.1.5.1.1",
    }),
    withheld: PLAIN,
    extra: PLAIN,
    groups: known("Names, as isMemberOf: one value for each.", {
      each: "name",
      as: "list",
      empty: "absent",
      most: null,
      beyond: "cut",
    } as const),
    entity_id: known(
      "`https://HOST/idp/shibboleth`.",
      (tenant) => `https://idp.${tenant.toLowerCase()}.test/idp/shibboleth`,
    ),
    places: known("One address for both bindings here.", () => ({
      sso: "/idp/profile/SAML2/Redirect/SSO",
      metadata: "/idp/shibboleth",
    })),
    name_id: read(`${WIKI}/NameIDGenerationConfiguration`, "Transient: another one at each sign-in.", {
      format: "transient",
      of: "subject",
      qualified: true,
    } as const),
    name_format: known("`uri` for every attribute.", "uri" as const),
    friendly: known("Short names, for people alone.", {
      email: "mail",
      given_name: "givenName",
      family_name: "sn",
      name: "displayName",
      preferred_username: "eduPersonPrincipalName",
      groups: "isMemberOf",
    }),
    sign: read(
      `${WIKI}/SAML2SSOConfiguration`,
      "The response; assertions are encrypted where the connection has a key for it (`encrypt`).",
      "response" as const,
    ),
    sign_as_wanted: read(
      "https://shibboleth.atlassian.net/wiki/spaces/IDP30/pages/2504884317/ProfileConfiguration-SAML",
      "The assertion, too, where the SP's metadata wants it signed.",
      true,
    ),
    valid: known("From this very moment on, for five minutes.", { before: 0, after: 300 }),
    issuer_format: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: PLAIN,
    silent: known("NoPassive, and the message that each error has.", {
      status: "NoPassive",
      message: "An error occurred.",
    } as const),
    unassigned: PLAIN,
    form: form({
      sp_entity_id: "entityID",
      acs: "AssertionConsumerService",
      attributes: "AttributeFilterPolicy",
      entity_id: "entityID",
    }),
  },
};
