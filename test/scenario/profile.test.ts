import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadPeople, loadTarget, notes } from "../../harness/scenario/index.ts";
import { inFolder } from "./helpers.ts";

const target = (connections: string, more = "") => `target: app
base_url: http://localhost:3000
organizations: { acme: { verified_domains: [acme.test] } }
${more}
connections:
${connections}
observe: { session: { request: GET /me, map: { account: $.id } }, accounts: { exec: [list], each: $, map: { id: $.id } } }
`;
const saml = (name: string, more: string) =>
  `  ${name}: { protocol: saml, sp_entity_id: urn:a, acs: http://localhost:3000/acs, sign_in: GET /in, ${more} }`;
const oidc = (name: string, more: string) =>
  `  ${name}: { protocol: oidc, client_id: a, redirect_uris: http://localhost:3000/cb, sign_in: GET /in, ${more} }`;

const loaded = (text: string) =>
  inFolder({ "t.yaml": text }, (root) => loadTarget(join(root, "t.yaml"), { env: {} }).connections);
const told = (text: string) =>
  inFolder({ "t.yaml": text }, (root) =>
    notes(join(root, "t.yaml"), { env: {}, root }).map(({ place, message }) => `${place.line}: ${message}`),
  );

describe("a connection with a profile", () => {
  it("takes of it what it does not say itself, names one by one", () => {
    const [corp] = loaded(target(saml("corp", "profile: okta, attributes: { email: mail }")));
    expect(corp).toMatchObject({
      name_id: "unspecified",
      name_id_of: "preferred_username",
      sign: "both",
      attributes: { email: "mail", given_name: "firstName", family_name: "lastName" },
    });
    const [own] = loaded(target(saml("own", "profile: okta, name_id: persistent, sign: assertion")));
    expect(own).toMatchObject({ name_id: "persistent", sign: "assertion" });
    expect(own).not.toHaveProperty("name_id_of");
  });

  it("says what the IdP sends, and not what the SP has", () => {
    const none = (more: string) =>
      target(saml("corp", more)).replace("observe: {", "observe: { username: none, given_name: none,");
    expect(() => loaded(none("profile: entra"))).not.toThrow();
    expect(() => loaded(none("attributes: { given_name: givenName }"))).toThrow("1 fault");
  });

  it("goes before what all connections have in common, and so does the profile that it names", () => {
    const common =
      "defaults: { saml: { name_id: persistent, sign: assertion, attributes: { email: mail, groups: g } } }";
    const [corp, other] = loaded(
      target([saml("corp", "profile: okta"), saml("other", "sign: both")].join("\n"), common),
    );
    expect(corp).toMatchObject({ name_id: "unspecified", sign: "both" });
    expect(corp).not.toHaveProperty(["attributes", "groups"]);
    expect(other).toMatchObject({ name_id: "persistent", sign: "both", attributes: { email: "mail", groups: "g" } });
  });

  it("signs as an SP's metadata wants it only where it does not say itself what is signed", () => {
    const [theirs, own] = loaded(
      target([saml("a", "profile: keycloak"), saml("b", "profile: keycloak, sign: response")].join("\n")),
    );
    expect([theirs, own]).toMatchObject([{ sign: "response", sign_as_wanted: true }, { sign: "response" }]);
    expect(own).not.toHaveProperty("sign_as_wanted");
  });

  it("plain is as none", () => {
    const [none, plain] = loaded(target([oidc("a", "roles: {}"), oidc("b", "roles: {}, profile: plain")].join("\n")));
    const shaped = (one: typeof none) =>
      one?.protocol === "oidc" ? [one.claims, one.claims_in, one.signing_alg] : one;
    expect(shaped(plain)).toEqual(shaped(none));
  });
});

describe("lint tells", () => {
  it("what a connection says in spite of its profile, where it stands, and nothing else", () => {
    expect(
      told(
        target(
          [
            saml("a", "profile: okta, name_id: persistent, sign: both, attributes: { email: email, given_name: fn }"),
            oidc("b", "profile: entra, claims: { email_verified: verified }, claims_in: [id_token]"),
            oidc("c", "profile: okta"),
          ].join("\n"),
        ),
      ),
    ).toEqual([
      "6: given_name is fn here, and would be firstName at Okta",
      "6: name_id is persistent here, and would be unspecified at Okta",
      "7: email_verified is sent here, and would not be at Microsoft Entra ID",
      "7: claims_in is id_token here, and would be id_token, userinfo at Microsoft Entra ID",
    ]);
  });

  it("in which form the SP gets to read the groups that it maps", () => {
    const roles = "roles: { one: { group: engineering, role: member }, two: { group: /admins, role: admin } }";
    const all = ["keycloak", "google", "okta"].map((profile) => oidc(profile, `profile: ${profile}, ${roles}`));
    expect(told(target(all.join("\n")))).toEqual([
      "6: engineering is sent as /engineering, as Keycloak has it: that is what the SP must map",
      "7: Google Workspace sends no groups: no role comes of this one",
      "7: Google Workspace sends no groups: no role comes of this one",
    ]);
  });
});

it("lint tells of a guest at a vendor who knows none, where the guest stands", () => {
  const files = {
    "t.yaml": target(
      [saml("a", "profile: okta"), saml("b", "profile: entra"), oidc("c", "roles: {}")].join("\n"),
      "idps: { people: people.yaml }",
    ),
    "people.yaml": "people:\n  ada:\n  bob: { guest: true }\n",
  };
  const said = inFolder(files, (root) => notes(join(root, "t.yaml"), { env: {}, root }));
  expect(said.map(({ place, message }) => `${place.file}:${place.line} ${message}`)).toEqual([
    "people.yaml:3 bob is a guest, and is told as anybody else at a: Okta knows no guests",
  ]);
});

it("a guest is one from the start, and is true or false", () => {
  const people = (written: string) =>
    inFolder({ "p.yaml": `people: { bob: ${written} }\n` }, (root) => loadPeople(join(root, "p.yaml")).people);
  expect(people("{ guest: true }")).toMatchObject([{ guest: true, claims: {} }]);
  expect(people("{ guest: false }")[0]).not.toHaveProperty("guest");
  expect(() => people("{ guest: maybe }")).toThrow(/1 fault/);
});
