import { describe, expect, test } from "vitest";
import type { Browser } from "../../harness/agent/port.ts";
import { openWorld, person, type World } from "./world.ts";

describe.each(["oidc", "saml"])("sign-in over %s", (protocol) => {
  const at = (organization: string): string => `${organization}-${protocol}`;

  test("creates one account, links the identity, and signs in", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const { account, page } = await world.signIn(at("acme"), person("ada", "acme.test", { groups: ["engineering"] }));
    const accounts = await world.accounts();
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({
      id: account,
      email: "ada@acme.test",
      email_verified: true,
      username: "ada",
      given_name: "Ada",
      family_name: "Tester",
      name: "Ada Tester",
      active: true,
      roles: ["member"],
      identities: [{ subject: "ada", connection: at("acme") }],
      memberships: ["acme"],
    });
    expect(page.url).toBe(`${world.baseUrl}/account`);
    expect(page.text).toContain("Created this account");
  });

  test("a second sign-in changes nothing, and says so", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const first = await world.signIn(at("acme"), person("ada", "acme.test"));
    const second = await world.signIn(at("acme"), person("ada", "acme.test"));
    expect(second.account).toBe(first.account);
    expect(second.page.text).toContain("Changed nothing");
    expect(await world.accounts()).toHaveLength(1);
    const { events } = (await world.admin("GET", "/events")).json;
    expect(events.map(({ kind }) => kind)).toEqual(["signed_in", "created"]);
  });

  test("several groups and none are told apart", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const rolesOf = async (name: string) =>
      (await world.accounts()).find(({ email }) => email?.startsWith(`${name}@`))?.roles;
    await world.signIn(at("acme"), person("ada", "acme.test", { groups: ["engineering", "admins", "other"] }));
    expect(await rolesOf("ada")).toEqual(["admin", "member"]);
    await world.signIn(at("acme"), person("ada", "acme.test", { groups: [] }));
    expect(await rolesOf("ada"), "there is no other administrator").toEqual(["admin"]);
    await world.signIn(at("acme"), person("bob", "acme.test", { groups: ["admins"] }));
    await world.signIn(at("acme"), person("ada", "acme.test", { groups: [] }));
    expect(await rolesOf("ada")).toEqual([]);
  });

  test("a refusal says why, leaves no row and no session, and is in the audit log", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const { email: _, ...nameless } = person("ada", "acme.test");
    const { account, page } = await world.signIn(at("acme"), nameless);
    expect(account).toBeNull();
    expect(page.status).toBe(403);
    expect(page.text).toContain("no usable email");
    expect(page.text).toContain(at("acme"));
    expect(await world.accounts()).toEqual([]);
    const { events } = (await world.admin("GET", "/events")).json;
    expect(events).toMatchObject([
      {
        kind: "refused",
        connection: at("acme"),
        detail: { reason: "attribute_missing", policy: "on_missing_required: reject" },
      },
    ]);
  });

  test("ten first sign-ins at once make one account and ten sessions", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const claims = person("ada", "acme.test");
    world.idps.meet(at("acme"), [`ada-${at("acme")}`], 10, 5_000);
    const all = await Promise.all(Array.from({ length: 10 }, () => world.signIn(at("acme"), claims)));
    expect(new Set(all.map(({ account }) => account)).size).toBe(1);
    expect(all[0]?.account).not.toBeNull();
    expect(await world.accounts()).toHaveLength(1);
  });

  test("lookup-then-insert loses that race", async () => {
    const world = await openWorld({ connections: [at("acme")], defects: ["lookup-then-insert"] });
    const claims = person("ada", "acme.test");
    world.idps.meet(at("acme"), [`ada-${at("acme")}`], 10, 5_000);
    await Promise.all(Array.from({ length: 10 }, () => world.signIn(at("acme"), claims)));
    expect((await world.accounts()).length).toBeGreaterThan(1);
  });

  test("the session id rotates at sign-in, and another person's session ends", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const browser = world.browser();
    const ada = await world.signIn(at("acme"), person("ada", "acme.test"), browser);
    const bob = await world.signIn(at("acme"), person("bob", "acme.test"), browser);
    expect(bob.account).not.toBe(ada.account);
    expect(bob.account).not.toBeNull();
  });

  test("the answer to a sign-in works once", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const { browser } = await world.signIn(at("acme"), person("ada", "acme.test"));
    const before = await world.accounts();
    const again = await browser.open(
      `${world.baseUrl}/auth/${at("acme")}/${protocol === "oidc" ? "callback?code=x&state=y" : "acs?response=x"}`,
    );
    expect(again.status).toBe(400);
    expect(again.text).toContain("This sign-in is over");
    expect(await world.accounts()).toEqual(before);
  });

  test("a person who cancels is told so", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const browser = world.browser();
    await browser.open(`${world.baseUrl}/auth/${at("acme")}`);
    const page = await browser.submit("form[data-jitterbug=cancel]", {});
    expect(page?.status).toBe(403);
    expect(page?.text).toContain("did not sign you in");
  });

  test("an IdP that does not answer is an honest page, and an unknown connection is none", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    expect((await world.browser().open(`${world.baseUrl}/auth/${at("unknown")}`)).status).toBe(404);
    const unserved = await world.browser().open(`${world.baseUrl}/auth/${at("cautious")}`);
    expect(unserved.status).toBe(503);
    expect(unserved.text).toContain("can not be reached");
  });

  test.each(["nothing", "missing-subject", "blank-subject"])("tamper %s", async (tamper) => {
    const world = await openWorld({ connections: [at("acme")] });
    world.idps.admit(at("acme"), { key: `ada-${at("acme")}`, claims: person("ada", "acme.test") });
    world.idps.arm(at("acme"), `ada-${at("acme")}`, { name: tamper, parameters: {} });
    const { account } = await world.signIn(at("acme"), person("ada", "acme.test"));
    expect(world.idps.disarm(at("acme"), `ada-${at("acme")}`)?.delivered).toBe(true);
    expect(account === null).toBe(tamper !== "nothing");
    expect(await world.accounts()).toHaveLength(tamper === "nothing" ? 1 : 0);
  });

  test("creates-before-verify leaves an account of a refused message", async () => {
    const world = await openWorld({ connections: [at("acme")], defects: ["creates-before-verify"] });
    const key = `ada-${at("acme")}`;
    world.idps.admit(at("acme"), { key, claims: person("ada", "acme.test") });
    world.idps.arm(at("acme"), key, { name: "missing-subject", parameters: {} });
    const { account } = await world.signIn(at("acme"), person("ada", "acme.test"));
    expect(account).toBeNull();
    expect(await world.accounts()).toHaveLength(1);
  });

  test("return_to is followed within the SP only", async () => {
    const world = await openWorld({ connections: [at("acme")] });
    const land = async (wanted: string): Promise<string | undefined> => {
      const browser = world.browser();
      world.idps.admit(at("acme"), { key: "ada", claims: person("ada", "acme.test") });
      await browser.open(`${world.baseUrl}/auth/${at("acme")}?return_to=${encodeURIComponent(wanted)}`);
      return (await browser.submit("form[data-jitterbug=pick]", { person: "ada" }))?.url;
    };
    expect(await land("/?here=1")).toBe(`${world.baseUrl}/?here=1`);
    for (const evil of ["//evil.test/", "/\\evil.test", "https://evil.test/", "javascript:alert(1)"]) {
      expect(await land(evil)).toBe(`${world.baseUrl}/account`);
    }
  });
});

test("a sign-in begun in one browser can not be finished in another", async () => {
  const world = await openWorld({ connections: ["acme-oidc", "acme-saml"] });
  for (const connection of ["acme-oidc", "acme-saml"]) {
    const victim = world.browser();
    world.idps.admit(connection, { key: "eve", claims: person("eve", "acme.test") });
    const begun = await fetch(`${world.baseUrl}/auth/${connection}`, { redirect: "manual" });
    await victim.open(begun.headers.get("location") ?? "");
    const page = await victim.submit("form[data-jitterbug=pick]", { person: "eve" });
    expect(page?.status).toBe(400);
    expect(page?.text).toContain("begun in another browser");
    expect(await world.accounts()).toEqual([]);
  }
});

test("a sign-in begun at one connection can not be finished at another", async () => {
  const world = await openWorld({ connections: ["acme-oidc", "portal-oidc"] });
  const browser = world.browser();
  await browser.open(`${world.baseUrl}/auth/acme-oidc`);
  const { state } = world.messages()["authorization_request"] ?? {};
  const page = await browser.open(`${world.baseUrl}/auth/portal-oidc/callback?code=x&state=${String(state)}`);
  expect(page.status).toBe(400);
  expect(page.text).toContain("begun at another connection");
});

describe("a SAML response by hand", () => {
  /** What the IdP's page would post, and where. */
  async function response(
    world: World,
    connection: string,
    start: string,
  ): Promise<{ form: Record<string, string>; browser: Browser }> {
    const browser = world.browser();
    world.idps.admit(connection, { key: "ada", claims: person("ada", `${connection.replace("-saml", "")}.test`) });
    const page = await browser.open(start);
    const pick = page.forms.find(({ fields }) => fields.some(({ name }) => name === "person"));
    const carried = Object.fromEntries((pick?.fields ?? []).map(({ name, value }) => [name, value]));
    const { body } = await browser.request("POST", pick?.action ?? "", { form: { ...carried, person: "ada" } });
    const encoded = /name="SAMLResponse" value="([^"]+)"/.exec(body)?.[1] ?? "";
    return { form: { SAMLResponse: encoded }, browser };
  }

  const post = (url: string, form: Record<string, string>) =>
    fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });

  test("works once, and in the browser that asked for it", async () => {
    const world = await openWorld({ connections: ["acme-saml"] });
    const acs = `${world.baseUrl}/auth/acme-saml/acs`;
    const { form, browser } = await response(world, "acme-saml", `${world.baseUrl}/auth/acme-saml`);
    const first = await post(acs, form);
    expect(first.status).toBe(303);
    const replayed = await post(acs, form);
    expect(replayed.status).toBe(400);
    expect(await replayed.text()).toContain("used already");
    const page = await browser.open(new URL(first.headers.get("location") ?? "", acs).href);
    expect(page.url).toBe(`${world.baseUrl}/account`);
  });

  test("is not taken at another organization's connection", async () => {
    const world = await openWorld({ connections: ["acme-saml", "cautious-saml"] });
    const { form } = await response(world, "acme-saml", `${world.baseUrl}/auth/acme-saml`);
    expect((await post(`${world.baseUrl}/auth/cautious-saml/acs`, form)).status).toBe(400);
    expect(await world.accounts()).toEqual([]);
  });

  test.each([
    ["acme-saml", null],
    ["portal-saml", "/account"],
  ])("that nobody asked for, at %s", async (connection, lands) => {
    const world = await openWorld({ connections: [connection] });
    const acs = `${world.baseUrl}/auth/${connection}/acs`;
    const { form, browser } = await response(world, connection, world.idps.portal(connection));
    const answer = await post(acs, { ...form, RelayState: "https://evil.test/" });
    if (lands === null) {
      expect(answer.status).toBe(403);
      expect(await world.accounts()).toEqual([]);
      return;
    }
    const page = await browser.open(new URL(answer.headers.get("location") ?? "", acs).href);
    expect(page.url).toBe(`${world.baseUrl}${lands}`);
    expect(await world.accounts()).toHaveLength(1);
  });
});
