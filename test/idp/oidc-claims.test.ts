import { decodeJwt } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import { ADA, authorize, oidcSpec, REDIRECT_URI, relyingParty, signIn, Started } from "./support.ts";
import type { OidcFacts, OidcSpec } from "../../harness/idp/port.ts";

const started = new Started();
afterEach(() => started.end());

/** Both messages about a person with these claims. */
async function told(claims: Readonly<Record<string, unknown>>, changes: Partial<OidcSpec> = {}) {
  const spec = oidcSpec(changes);
  const idps = await started.idps({ connections: [spec] });
  idps.admit(spec.name, { key: ADA.key, claims });
  const { config, facts } = await relyingParty(idps, spec);
  const tokens = await signIn(config, { scope: "openid profile email groups" });
  const response = await fetch(facts.userinfo_endpoint, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  return { id_token: decodeJwt(tokens.id_token ?? ""), userinfo: (await response.json()) as Record<string, unknown> };
}

const SUBJECT = { subject: "s" };

describe.each(["id_token", "userinfo"] as const)("claims in %s", (place) => {
  test.each([
    ["null", null],
    ["empty", ""],
    ["blank", "  "],
    ["a number", 42],
    ["false", false],
    ["text for a boolean", "false"],
    ["a list", ["a@acme.test", "b@acme.test"]],
    ["an empty list", []],
    ["an object", { value: "a@acme.test" }],
    ["odd text", "Å<b>\u0000\u202e\r\nx: y"],
    ["long text", "x".repeat(20_000)],
  ])("are sent as they are: %s", async (_what, value) => {
    const messages = await told({ ...SUBJECT, email: value, custom: value, groups: value }, { claims_in: [place] });
    expect(messages[place]).toMatchObject({ sub: "s", email: value, custom: value, groups: value });
    const other = place === "id_token" ? messages.userinfo : messages.id_token;
    expect(other.sub).toBe("s");
    for (const claim of ["email", "custom", "groups"]) expect(other).not.toHaveProperty(claim);
  });

  test("a claim that the person has not is not sent", async () => {
    expect(await told(SUBJECT, { claims_in: ["userinfo"] })).toMatchObject({ userinfo: { sub: "s" } });
    expect((await told(SUBJECT, { claims_in: [place] }))[place]).not.toHaveProperty("email");
  });
});

test("claims go under the connection's names", async () => {
  const messages = await told(
    { ...SUBJECT, email: "a@acme.test", title: "Engineer" },
    { claims: { email: "mail", title: "https://acme.test/title", subject: "oid" } },
  );
  expect(messages.userinfo).toEqual({
    sub: "s",
    oid: "s",
    mail: "a@acme.test",
    "https://acme.test/title": "Engineer",
  });
});

test("a name with dots leads into a claim, a namespace's is one word, and what else stands there stays", async () => {
  const messages = await told(
    {
      ...SUBJECT,
      groups: ["admins"],
      title: "Engineer",
      team: "core",
      realm_access: { verified: true },
      "org.unit": "x",
    },
    { claims: { groups: "realm_access.roles", title: "https://acme.test/v1.0/title", team: "acme\\.team" } },
  );
  const sent = {
    realm_access: { roles: ["admins"], verified: true },
    "https://acme.test/v1.0/title": "Engineer",
    "acme.team": "core",
    org: { unit: "x" },
  };
  expect(messages.userinfo).toEqual({ sub: "s", ...sent });
  expect(messages.id_token).toMatchObject(sent);
});

test("neither a nested claim nor its whole replaces what a token says about itself", async () => {
  const { id_token } = await told({ ...SUBJECT, "aud.x": 1, groups: [1] }, { claims: { groups: "nonce.groups" } });
  expect(id_token.aud).toBe("app");
  expect(id_token["nonce"]).toEqual(expect.any(String));
});

test("no claim of a person replaces what a token says about itself", async () => {
  const { id_token } = await told({ ...SUBJECT, iss: "http://evil.test", aud: "other", exp: 1, nonce: "mine" });
  expect(id_token.iss).toMatch(/\/oidc\/acme-oidc$/);
  expect(id_token.aud).toBe("app");
  expect(id_token.nonce).not.toBe("mine");
});

test.each([
  ["absent", {}, undefined],
  ["null", { subject: null }, null],
  ["empty", { subject: "" }, ""],
  ["a number", { subject: 7 }, 7],
  ["what another person has", { subject: "shared" }, "shared"],
])("a person's own subject may be %s", async (_what, claims, sub) => {
  const spec = oidcSpec();
  const idps = await started.idps({ connections: [spec] });
  idps.admit(spec.name, { key: "other", claims: { subject: "shared", email: "other@acme.test" } });
  idps.admit(spec.name, { key: ADA.key, claims: { ...claims, email: "ada@acme.test" } });
  const { config, facts } = await relyingParty(idps, spec);
  const { back } = await authorize(config, { pkce: false });
  const { id_token, userinfo } = await exchange(facts, back.searchParams.get("code") ?? "");
  expect(decodeJwt(id_token)).toMatchObject({ email: "ada@acme.test" });
  expect([decodeJwt(id_token).sub, userinfo.sub]).toEqual([sub, sub]);
});

/** By hand, because an RP's library refuses what is wrong. */
async function exchange(facts: OidcFacts, code: string) {
  const response = await fetch(facts.token_endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("app:app-secret")}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI }),
  });
  const tokens = (await response.json()) as { id_token: string; access_token: string };
  const info = await fetch(facts.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  return { ...tokens, userinfo: (await info.json()) as Record<string, unknown> };
}
