import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { effectivePolicy, loadAll, loadScenarios, needsOf, needsOfScenario } from "../../harness/scenario/index.ts";
import type { StepOf } from "../../harness/scenario/model/index.ts";
import { fixtures } from "./helpers.ts";

const loaded = loadAll({
  targetFile: join(fixtures, "design/jitterbug.yaml"),
  scenarioPaths: [join(fixtures, "design")],
  root: fixtures,
  env: { APP_SECRET: "s3cret", ADMIN_TOKEN: "t0ken" },
});
const target = loaded.target ?? expect.fail("the target was not loaded");
const scenario = loaded.scenarios[0] ?? expect.fail("the scenario was not loaded");

test("the design's target is read whole", () => {
  expect(target.name).toBe("acme-app");
  expect(target.base_url).toBe("http://localhost:3000");
  expect(target.idps).toEqual({ listen: "localhost:9400" });
  expect(target.start).toMatchObject({
    before: [["npm", "run", "migrate"]],
    command: ["npm", "start"],
    ready: { request: { method: "GET", target: "/healthz" } },
    timeout: 30,
  });
  expect(target.organizations.map(({ name, verified_domains }) => [name, verified_domains])).toEqual([
    ["acme", ["acme.test"]],
    ["globex", ["globex.test"]],
  ]);
  const [oidc, saml] = target.connections;
  expect(oidc).toMatchObject({
    name: "acme-oidc",
    protocol: "oidc",
    client_secret: "s3cret",
    client_auth: "basic",
    claims_in: ["id_token", "userinfo"],
    signing_alg: "RS256",
    sign_in: [{ kind: "open", target: "/auth/oidc?org=acme" }],
    interrupted: { selector: "form#confirm-link" },
    roles: {
      mapped: { one: { group: "engineering", role: "member" }, two: { group: "admins", role: "admin" } },
      default: "guest",
    },
  });
  expect(saml).toMatchObject({
    protocol: "saml",
    acs: ["http://localhost:3000/auth/saml/acs"],
    name_id: "persistent",
    sign: "assertion",
    attributes: { email: "mail", given_name: "firstName", groups: "groups" },
  });
  expect(target.observe.accounts).toMatchObject([
    { kind: "http", headers: { authorization: "Bearer t0ken" }, each: "$.accounts[*]", map: { id: "$.id" } },
    {
      kind: "sql",
      database: "postgres://...",
      map: {},
      collect: { identities: { issuer: "issuer", subject: "subject" } },
    },
  ]);
  expect(target.observe.session).toMatchObject({ account: { json: "$.id" }, signed_out: { status: [] } });
  expect(target.seed.deactivate).toMatchObject({
    request: { method: "POST", target: "/admin/accounts/{{id}}/deactivate" },
  });
  expect(Object.keys(target.drive)).toEqual(["sign_out", "password_sign_in"]);
  expect(target.place).toEqual({ file: "design/jitterbug.yaml", line: 1, column: 1 });
});

test("policy falls from the target over the organization to the connection", () => {
  const [connection] = target.connections;
  if (connection === undefined) return expect.fail("no connection");
  expect(effectivePolicy(target, connection)).toMatchObject({
    link_by: "verified_email_and_domain",
    role_sync: "mirror",
  });
  const abroad = { ...connection, organization: "globex", policy: { role_sync: "off" } } as const;
  expect(effectivePolicy(target, abroad)).toMatchObject({ jit: "off", link_by: "never", role_sync: "off" });
});

test("the design's scenario is read whole", () => {
  expect(scenario).toMatchObject({
    id: "mail-change",
    pack: "email-change",
    severity: "MUST",
    protocols: ["oidc", "saml"],
    lane: "parallel",
    require: { policy: { jit: ["on"] }, roles: 0, can: [] },
    killed_by: ["key-by-email"],
  });
  expect(scenario.given.people.map(({ name }) => name)).toEqual(["ada", "bystander"]);
  expect(scenario.steps.map(({ kind, control }) => [kind, control])).toEqual([
    ["sign_in", true],
    ["sign_in", true],
    ["change", false],
    ["sign_in", false],
  ]);
  const last = scenario.steps[3] as StepOf<"sign_in">;
  expect(last).toMatchObject({ person: "ada", times: 1, parallel: false, idp_initiated: false });
  expect(last.expect?.all.map(({ kind }) => kind)).toEqual(["outcome", "session", "accounts"]);
  expect(last.expect?.one_of.map(({ when }) => when)).toEqual([
    { email_sync: ["on"] },
    { email_sync: ["verified_only"], email_verified_missing: ["trust_verified_domain"] },
    { email_sync: ["verified_only"], email_verified_missing: ["unverified"] },
    { email_sync: ["off"] },
  ]);
});

test("places point at the lines of the file", () => {
  const text = readFileSync(join(fixtures, "design/email-change/mail-change.yaml"), "utf8").split("\n");
  for (const step of scenario.steps) {
    expect(step.place.file).toBe("design/email-change/mail-change.yaml");
    expect(text[step.place.line - 1]).toContain(step.kind);
  }
  const last = scenario.steps[3]?.expect;
  for (const expectation of last?.all ?? []) {
    expect(text[expectation.place.line - 1]?.slice(expectation.place.column - 1)).toMatch(
      new RegExp(`^${expectation.kind}:`),
    );
  }
});

test("what must be seen follows from what is expected", () => {
  const needs = needsOfScenario(scenario);
  expect([...needs.fields].toSorted()).toEqual(["email", "id"]);
  expect(needs).toMatchObject({ session: true, abilities: [] });
  const [expectation] = scenario.steps[3]?.expect?.one_of[0]?.all ?? [];
  if (expectation === undefined) return expect.fail("no expectation");
  expect(needsOf(expectation).fields).toEqual(["id", "email"]);
});

test("the drafts that use only today's vocabulary are read", () => {
  const drafts = loadScenarios([join(fixtures, "drafts")], { root: fixtures });
  expect(drafts.map(({ id }) => id)).toEqual([
    "dom-cross-org",
    "first-atomic",
    "link-trojan",
    "mail-recycled",
    "mail-swap",
    "oidc-nonce",
    "role-absent",
    "role-revoke-all",
  ]);
  const atomic = drafts.find(({ id }) => id === "first-atomic");
  expect(atomic?.each.map(({ name }) => name)).toEqual(["name", "odd groups", "long subject"]);
  expect(atomic?.each[1]?.variables).toEqual({ value: { claims: { groups: { not: ["a", "list"] } } } });
  expect(atomic?.steps[0]).toMatchObject({
    people: { ada: { claims: {}, without: [], template: "{{value.claims}}" } },
  });
  const nonce = drafts.find(({ id }) => id === "oidc-nonce");
  expect(nonce?.each[1]).toEqual({
    name: "missing-nonce",
    variables: { tamper: "missing-nonce" },
  });
  expect(nonce?.steps[1]).toMatchObject({ tamper: { name: "nothing", parameters: {} } });
});
