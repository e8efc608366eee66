import { guid } from "./ids.ts";
import { form, known, NO_GUESTS, PLAIN, read, type Groups, type Newcomer, type Profile } from "./profile.ts";

const SOURCE = "https://github.com/keycloak/keycloak/blob";
const OIDC_GROUPS = `${SOURCE}/049a7fa6c06fcbaaca66630b8db27154cc704149/services/src/main/java/org/keycloak/protocol/oidc/mappers/GroupMembershipMapper.java`;
const SAML_GROUPS = `${SOURCE}/00879b39b73f9437f49ee867d140dd5b6d44ecd2/services/src/main/java/org/keycloak/protocol/saml/mappers/GroupMembershipMapper.java`;
const OIDC_ERRORS = `${SOURCE}/049a7fa6c06fcbaaca66630b8db27154cc704149/services/src/main/java/org/keycloak/protocol/oidc/OIDCLoginProtocol.java`;
const SAML_ERRORS = `${SOURCE}/0011a8c28a6623f80decda6fb413415e2a64bb7e/services/src/main/java/org/keycloak/protocol/saml/SamlProtocol.java`;
const CLIENT_METADATA = `${SOURCE}/055a71098f6ecff7edf68a32897261a3de86123a/services/src/main/java/org/keycloak/protocol/saml/EntityDescriptorDescriptionConverter.java`;

const subject = ({ ns, person, tenant }: Newcomer): string => guid("keycloak", "user", tenant, ns, person);
const realm = (tenant: string): string => `/realms/${tenant.toLowerCase()}`;

export const keycloak: Profile = {
  title: "Keycloak",
  oidc: {
    username: PLAIN,
    subject: known("The user's UUID.", subject),
    guest: NO_GUESTS,
    names: PLAIN,
    withheld: PLAIN,
    extra: known("`typ`: which of its tokens it is.", () => ({ typ: "ID" })),
    groups: read<Groups>(
      OIDC_GROUPS,
      "The whole path of each group, with a slash ahead; an empty list where there are none.",
      {
        each: "path",
        as: "list",
        empty: "list",
        most: null,
        beyond: "cut",
      },
    ),
    issuer: known("`/realms/` and the realm.", realm),
    endpoints: known("Endpoints below the realm.", (tenant) => {
      const base = `${realm(tenant)}/protocol/openid-connect`;
      return {
        authorization: `${base}/auth`,
        token: `${base}/token`,
        userinfo: `${base}/userinfo`,
        jwks: `${base}/certs`,
        end_session: `${base}/logout`,
      };
    }),
    places: PLAIN,
    lifetime: known("An ID token is good for five minutes, as an access token.", 300),
    refresh: known(
      "A refresh token comes with each sign-in, bound to the session; offline_access asks for another kind.",
      "always" as const,
    ),
    login_hint: known("The username is filled in; a session that is there answers.", "first" as const),
    domain_hint: PLAIN,
    prompt: known("`login` and `create` ask; `select_account` has no effect.", ["login", "create"] as const),
    cancelled: read(OIDC_ERRORS, "The error alone says it.", { error: "access_denied" }),
    silent: read(OIDC_ERRORS, "The error alone says it.", { error: "login_required" }),
    unassigned: PLAIN,
    form: form({ redirect_uris: "Valid redirect URIs", client_id: "Client ID", client_secret: "Client Secret" }),
  },
  saml: {
    username: PLAIN,
    subject: known("The user's UUID, in the persistent format.", subject),
    guest: NO_GUESTS,
    names: read(SAML_GROUPS, "Groups are `member`; others as their mappers have them.", {
      groups: "member",
      given_name: "urn:oid:2.5.4.42",
      family_name: "urn:oid:2.5.4.4",
      email: "urn:oid:1.2.840.113549.1.9.1",
    }),
    withheld: known("What no mapper carries is not sent: no whole name, no username.", ["name", "preferred_username"]),
    extra: PLAIN,
    groups: read<Groups>(SAML_GROUPS, "The whole path of each group; no attribute where there are none.", {
      each: "path",
      as: "list",
      empty: "absent",
      most: null,
      beyond: "cut",
    }),
    entity_id: known("The realm's address.", (tenant) => `https://keycloak.test${realm(tenant)}`),
    places: known("Addresses below the realm.", (tenant) => ({
      sso: `${realm(tenant)}/protocol/saml`,
      metadata: `${realm(tenant)}/protocol/saml/descriptor`,
    })),
    name_id: known("Unspecified, and the username.", {
      format: "unspecified",
      of: "preferred_username",
      qualified: false,
    } as const),
    name_format: known("As each mapper has it: uri for a URI, else basic.", "by_name" as const),
    friendly: known("The predefined mappers have one.", {
      given_name: "givenName",
      family_name: "surname",
      email: "email",
    }),
    sign: read(CLIENT_METADATA, "The document alone.", "response" as const),
    sign_as_wanted: read(CLIENT_METADATA, "The assertion, too, where the client's metadata wants it signed.", true),
    valid: known("From this very moment on, for a minute; five of them here, so that nobody is hurried.", {
      before: 0,
      after: 300,
    }),
    issuer_format: PLAIN,
    login_hint: PLAIN,
    domain_hint: PLAIN,
    request_subject: PLAIN,
    cancelled: read(SAML_ERRORS, "RequestDenied, without a StatusMessage.", { status: "RequestDenied" } as const),
    silent: read(SAML_ERRORS, "NoPassive, without a StatusMessage.", { status: "NoPassive" } as const),
    unassigned: read(SAML_ERRORS, "RequestDenied, without a StatusMessage.", { status: "RequestDenied" } as const),
    form: form({
      sp_entity_id: "Client ID",
      acs: "Assertion Consumer Service POST Binding URL",
      name_id: "Name ID format",
      attributes: "Mappers",
      metadata_url: "SAML 2.0 Identity Provider Metadata",
    }),
  },
};
