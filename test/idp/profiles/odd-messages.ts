import type { IdpPerson, OidcSpec } from "../../../harness/idp/port.ts";
import type { KnownSpec } from "../../../harness/idp/saml/sp/relying-party.ts";
import type { buildResponse } from "../../../harness/idp/saml/response/build.ts";
import type { personClaims } from "../../../harness/idp/oidc/claims.ts";

const PERSON: IdpPerson = {
  key: "k",
  claims: {
    subject: "s-a",
    email: "a@b.test",
    email_verified: true,
    groups: ["x", "y"],
    name: "A <B>",
    nothing: null,
    empty: "",
    nested: { a: 1 },
    none: [],
  },
};

/** Messages about somebody with odd claims, told by functions of this or any other time; ids and moments made alike. */
export function oddMessages(
  build: typeof buildResponse,
  claims: typeof personClaims,
  profile: { profile?: string },
): string {
  const reply = { acs: "http://l/acs?a=1&b=2", inResponseTo: "_r" };
  const saml = (["persistent", "emailAddress", "transient", "unspecified"] as const).map((name_id) => {
    const attributes = { email: "mail", groups: "urn:oid:1.2" };
    const spec: KnownSpec = {
      protocol: "saml",
      name: "c",
      sp_entity_id: "sp",
      acs: [],
      sign: "both",
      key_attribute: "uid",
      name_id,
      attributes,
      ...profile,
    };
    return build(PERSON, spec, "http://idp/x", reply, "")
      .replaceAll(/_[0-9a-f]{40}/g, "_ID")
      .replaceAll(/20\d\d-[^"<]*Z/g, "NOW");
  });
  const spec: OidcSpec = {
    protocol: "oidc",
    name: "c",
    client_id: "a",
    client_auth: "basic",
    redirect_uris: [],
    signing_alg: "RS256",
    claims_in: ["id_token"],
    claims: { groups: "roles" },
    ...profile,
  };
  const release = { scopes: new Set(["openid", "email"]), requested: ["name"], overage: "" };
  const oidc = (["id_token", "userinfo"] as const).map((place) =>
    JSON.stringify(claims(PERSON, spec, { ...release, place })),
  );
  return `${[...saml, ...oidc].join("\n")}\n`;
}
