import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadTarget } from "../../harness/scenario/index.ts";
import { inFolder } from "./helpers.ts";

const target = (told: string, connections: string, more = "") => `target: app
base_url: "http://localhost:{{port}}"
start: { command: [node, sp.js], env: { TOLD: "${told}" }, ready: GET / }
organizations: { acme: { verified_domains: [acme.test] } }
defaults:
  roles: { one: { group: engineering, role: member } }
  saml: { sign: response, attributes: { email: mail, groups: memberOf } }
connections:
${connections}
observe:
  session: { request: GET /me, map: { account: $.id } }
  accounts: { exec: [list], each: $, map: { id: $.id, email: $.email, given_name: $.first } }
${more}`;
const SAML = `  corp: { protocol: saml, sp_entity_id: urn:a, acs: "{{base_url}}/acs", sign_in: GET /in }`;
const OIDC = `  web: { protocol: oidc, client_id: a, redirect_uris: "{{base_url}}/cb", sign_in: GET /in }`;

const read = (text: string, profile: string) =>
  inFolder({ "t.yaml": text }, (root) => loadTarget(join(root, "t.yaml"), { env: {}, profile }).connections);
const untold = (told: readonly string[], connections: string, profile: string, more?: string) => {
  const filled = told.map((field) => `{{connections.${field}}}`).join(" ");
  return read(target(filled, connections, more), profile).map(({ name, untold = [] }) => [
    name,
    untold.map(({ field }) => field),
  ]);
};

describe("a run in the shape of a vendor", () => {
  it("gives it to the connections that name none, as if each named it itself", () => {
    const [corp, own] = read(target("", [SAML, SAML.replace("corp", "own")].join("\n")), "okta");
    expect(corp).toMatchObject({ profile: "okta", sign: "both", attributes: { given_name: "firstName" } });
    expect(corp).not.toHaveProperty("attributes.groups");
    expect(own).toMatchObject({ profile: "okta" });
  });

  it("leaves a file alone that has connections of that vendor", () => {
    const named = SAML.replace("corp", "named").replace("sign_in", "profile: okta, sign_in");
    const [corp, other] = read(target("", [SAML, named].join("\n")), "okta");
    expect(corp).not.toHaveProperty("profile");
    expect(other).toMatchObject({ profile: "okta" });
    expect(other).not.toHaveProperty("untold");
  });

  it("leaves alone what names another vendor, and what is of a protocol that this one has not", () => {
    const other = SAML.replace("corp", "other").replace("sign_in", "profile: adfs, sign_in");
    const profiles = read(target("", [SAML, other, OIDC].join("\n")), "shibboleth").map(({ profile }) => profile);
    expect(profiles).toEqual(["shibboleth", "adfs", undefined]);
  });
});

describe("what the SP is not told", () => {
  it("is where the IdP is, the names of what the SP shows, and the form of mapped groups", () => {
    expect(untold([], SAML, "entra")).toEqual([
      ["corp", ["metadata_url", "attributes.email", "attributes.given_name", "attributes.groups", "groups.one"]],
    ]);
    expect(untold(["corp.metadata_url", "corp.attributes.email"], SAML, "entra")).toEqual([
      ["corp", ["attributes.given_name", "attributes.groups", "groups.one"]],
    ]);
  });

  it("is nothing of what does not change", () => {
    expect(untold(["web.issuer"], OIDC, "okta")).toEqual([["web", []]]);
    expect(untold(["web.issuer"], OIDC, "google")).toEqual([["web", []]]);
    expect(untold(["web.issuer"], OIDC, "entra")).toEqual([["web", ["groups.one"]]]);
  });

  it("is the separator of groups that come in one text", () => {
    const all = ["sso_url", "attributes.email", "attributes.given_name", "attributes.groups"].map((f) => `corp.${f}`);
    expect(untold(all, SAML, "onelogin")).toEqual([["corp", ["groups.separator"]]]);
    expect(untold([...all, "corp.groups.separator"], SAML, "onelogin")).toEqual([["corp", []]]);
  });

  it("is nothing of what seed.mapping tells of every connection", () => {
    const json = `{ at: "{{issuer}}", from: "{{metadata_url}}", names: "{{claims}}", groups: "{{groups}}" }`;
    const mapping = `seed: { mapping: { http: POST /idps, json: ${json} } }`;
    expect(untold([], [SAML, OIDC].join("\n"), "entra", mapping)).toEqual([
      ["corp", []],
      ["web", []],
    ]);
    expect(untold([], SAML, "entra", mapping.replace("{{claims}}", "{{claims.email}}"))).toEqual([
      ["corp", ["attributes.given_name", "attributes.groups"]],
    ]);
  });
});

describe("seed.mapping", () => {
  it("is told with its place where it reads what is not known there", () => {
    const mapping = (field: string) => `seed: { mapping: { http: POST /idps, json: { at: "{{${field}}}" } } }`;
    expect(() => read(target("", SAML, mapping("isuer")), "okta")).toThrow(/t\.yaml/);
    expect(() => read(target("", SAML, mapping("claims.department")), "okta")).not.toThrow();
    expect(() => read(target("", SAML, mapping("email")), "okta")).toThrow(/t\.yaml/);
  });
});
