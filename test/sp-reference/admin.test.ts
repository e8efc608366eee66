import { describe, expect, test } from "vitest";
import { ADMIN_TOKEN, openWorld, person, sessionOf, type AdminAnswer } from "./world.ts";

describe("the admin API", () => {
  test.each([undefined, "Bearer", "Bearer wrong", `bearer ${ADMIN_TOKEN}`, ADMIN_TOKEN])(
    "refuses %s",
    async (authorization) => {
      const { baseUrl } = await openWorld();
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const response = await fetch(`${baseUrl}/admin/accounts`, { headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ error: "the admin token is missing or wrong" });
    },
  );

  test("seeds an account and reads it back; the password's hash stays inside", async () => {
    const { admin } = await openWorld();
    const { status, json } = await admin("POST", "/accounts", {
      organization: "acme",
      connection: "acme-oidc",
      email: "ada@acme.test",
      email_verified: true,
      username: "ada",
      given_name: "Ada",
      password: "secret",
      roles: ["auditor"],
      identities: [{ subject: "s1" }, { issuer: "https://idp.test", subject: "s2" }],
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      email: "ada@acme.test",
      email_verified: true,
      active: true,
      has_password: true,
      roles: ["auditor"],
      grants: [{ organization: "acme", role: "auditor", origin: "manual" }],
      memberships: ["acme"],
      family_name: null,
    });
    expect(json.identities).toHaveLength(2);
    expect(JSON.stringify(json)).not.toContain("scrypt");
    expect((await admin("GET", `/accounts/${json.id}`)).json).toEqual(json);
  });

  test.each<[object, number]>([
    [{ organization: "nowhere" }, 422],
    [{ organization: "acme", email: "" }, 422],
    [{ organization: "acme", email: "no address" }, 422],
    [{ organization: "acme", name: " " }, 422],
    [{ organization: "acme", identities: [{ subject: "s" }] }, 422],
    [{ organization: "acme", unknown: 1 }, 422],
    [{}, 422],
  ])("does not seed %j", async (body, status) => {
    const { admin, accounts } = await openWorld();
    const answer = await admin("POST", "/accounts", body);
    expect(answer.status).toBe(status);
    expect(answer.json.error).not.toBe("");
    expect(await accounts()).toEqual([]);
  });

  test("an identity that is taken leaves no half account", async () => {
    const { admin, accounts } = await openWorld();
    const body = { organization: "acme", identities: [{ issuer: "i", subject: "s" }] };
    expect((await admin("POST", "/accounts", body)).status).toBe(201);
    expect((await admin("POST", "/accounts", { ...body, email: "b@acme.test" })).status).toBe(409);
    expect(await accounts()).toHaveLength(1);
  });

  test("pages by cursor, and filters without regard to case", async () => {
    const { admin, accounts } = await openWorld();
    for (let n = 0; n < 5; n++) await admin("POST", "/accounts", { organization: "acme", email: `Ada${n}@acme.test` });
    const seen: string[] = [];
    let next: string | null = "/admin/accounts?limit=2";
    while (next !== null) {
      const { json }: { json: AdminAnswer } = await admin("GET", next.slice("/admin".length));
      seen.push(...json.accounts.map(({ email }) => email ?? ""));
      next = json.next;
    }
    expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4].map((n) => `Ada${n}@acme.test`));
    expect(await accounts("ADA3")).toHaveLength(1);
    expect(await accounts("%25")).toEqual([]);
  });

  test("grants, deactivates, approves and removes; each is an event", async () => {
    const { admin } = await openWorld();
    const { id } = (await admin("POST", "/accounts", { organization: "acme", email: "a@acme.test" })).json;
    expect((await admin("POST", `/accounts/${id}/roles`, { role: "auditor" })).json.roles).toEqual(["auditor"]);
    expect((await admin("POST", `/accounts/${id}/roles`, { role: "x", organization: "cautious" })).status).toBe(422);
    expect((await admin("POST", `/accounts/${id}/deactivate`)).json.active).toBe(false);
    expect((await admin("POST", `/accounts/${id}/approve`)).status).toBe(409);
    expect((await admin("DELETE", `/accounts/${id}`)).status).toBe(204);
    expect((await admin("DELETE", `/accounts/${id}`)).status).toBe(404);
    const { events } = (await admin("GET", `/events?account=${id}`)).json;
    expect(events.map(({ kind }) => kind)).toEqual(["removed", "deactivated", "granted", "seeded"]);
  });

  test("what is no JSON or no address of ours is told as JSON", async () => {
    const { admin, baseUrl } = await openWorld();
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" };
    const broken = await fetch(`${baseUrl}/admin/accounts`, { method: "POST", headers, body: "{" });
    expect([broken.status, await broken.json()]).toEqual([400, { error: "the body is not JSON" }]);
    expect((await admin("GET", "/nothing")).status).toBe(404);
    expect((await admin("GET", "/accounts?limit=0")).status).toBe(422);
  });
});

describe("with sign-ins", () => {
  test("a seeded account is linked, its manual role survives, its unproven password does not", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const email = "ada@acme.test";
    const seeded = (
      await world.admin("POST", "/accounts", { organization: "acme", email, password: "x", roles: ["auditor"] })
    ).json;
    const { account, page } = await world.signIn("acme-oidc", person("ada", "acme.test", { groups: ["engineering"] }));
    expect(account).toBe(seeded.id);
    expect(page.text).toContain("Linked this account");
    const [after] = await world.accounts();
    expect(after).toMatchObject({ has_password: false, email_verified: true, roles: ["auditor", "member"] });
  });

  test("deactivating ends the session at once, and the next sign-in is refused", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const { account, browser } = await world.signIn("acme-oidc", person("ada", "acme.test"));
    await world.admin("POST", `/accounts/${account}/deactivate`);
    expect(await sessionOf(browser, world.baseUrl)).toBeNull();
    const again = await world.signIn("acme-oidc", person("ada", "acme.test"));
    expect([again.account, again.page.status]).toEqual([null, 403]);
    expect(again.page.text).toContain("deactivated");
  });

  test("a session that is shortened by as much as it lasts is over, another person's is not", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const ada = await world.signIn("acme-oidc", person("ada", "acme.test"));
    const bob = await world.signIn("acme-oidc", person("bob", "acme.test"));
    const shorten = (seconds: number) => world.admin("POST", `/accounts/${ada.account}/sessions/shorten`, { seconds });
    const left = () => Promise.all([ada, bob].map(({ browser }) => sessionOf(browser, world.baseUrl)));
    expect((await shorten(0)).status).toBe(422);
    await shorten(7 * 3_600);
    expect(await left()).toEqual([ada.account, bob.account]);
    await shorten(3_600);
    expect(await left()).toEqual([null, bob.account]);
    const { events } = (await world.admin("GET", `/events?account=${ada.account}`)).json;
    expect(events.filter(({ kind }) => kind === "sessions_shortened")).toHaveLength(2);
  });

  test("a session without a bound lasts as long as it is used, and no longer", async () => {
    const world = await openWorld({ connections: ["case-matters-oidc"] });
    const { account, browser } = await world.signIn("case-matters-oidc", person("ada", "case-matters.test"));
    const shorten = (days: number) =>
      world.admin("POST", `/accounts/${account}/sessions/shorten`, { seconds: days * 86_400 });
    for (const _ of [1, 2, 3]) {
      await shorten(29);
      expect(await sessionOf(browser, world.baseUrl)).toBe(account);
    }
    await shorten(30);
    expect(await sessionOf(browser, world.baseUrl)).toBeNull();
  });

  test("a pending account signs in once it is approved", async () => {
    const world = await openWorld({ connections: ["approval-oidc"] });
    const ada = person("ada", "approval.test");
    const first = await world.signIn("approval-oidc", ada);
    expect(first.account).toBeNull();
    expect(first.page.text).toContain("waits for an administrator's approval");
    const [pending] = await world.accounts();
    expect(pending).toMatchObject({ active: false, status: "pending" });
    expect((await world.signIn("approval-oidc", ada)).account).toBeNull();
    await world.admin("POST", `/accounts/${pending?.id}/approve`);
    expect((await world.signIn("approval-oidc", ada)).account).toBe(pending?.id);
  });

  test("an invitation that was withdrawn admits nobody, and its link says so", async () => {
    const world = await openWorld({ connections: ["full-names-oidc"] });
    const invited = { organization: "full-names", email: "guest@elsewhere.test" };
    const { link } = (await world.admin("POST", "/invitations", invited)).json as unknown as { link: string };
    expect((await world.admin("POST", "/invitations/withdraw", invited)).status).toBe(200);
    expect((await world.admin("POST", "/invitations/withdraw", invited)).status).toBe(404);
    expect((await fetch(world.baseUrl + link)).status).toBe(404);
    const guest = person("guest", "elsewhere.test");
    expect((await world.signIn("full-names-oidc", guest)).account).toBeNull();
  });

  test("names are edited by hand, and what is left out stays", async () => {
    const { admin } = await openWorld();
    const { id } = (await admin("POST", "/accounts", { organization: "acme", given_name: "Ada", family_name: "T" }))
      .json;
    expect((await admin("PATCH", `/accounts/${id}`, { given_name: " " })).status).toBe(422);
    const { json } = await admin("PATCH", `/accounts/${id}`, { given_name: "Gus" });
    expect(json).toMatchObject({ given_name: "Gus", family_name: "T" });
  });

  test("an invitation admits a guest once, with its role", async () => {
    const world = await openWorld({ connections: ["full-names-oidc"] });
    const guest = person("gus", "elsewhere.test");
    expect((await world.signIn("full-names-oidc", guest)).account).toBeNull();
    await world.admin("POST", "/invitations", {
      organization: "full-names",
      email: "GUS@elsewhere.test",
      role: "editor",
    });
    expect((await world.signIn("full-names-oidc", guest)).account).not.toBeNull();
    expect((await world.accounts())[0]?.roles).toEqual(["editor", "guest"]);
    const second = person("gus-two", "elsewhere.test", { email: "gus@elsewhere.test" });
    expect((await world.signIn("full-names-oidc", second)).account).toBeNull();
  });

  test("an account of a sister organization joins once, by an address in a verified domain", async () => {
    const world = await openWorld({ connections: ["open-house-oidc", "portal-oidc"] });
    const email = "ada@portal.test";
    const seeded = (await world.admin("POST", "/accounts", { organization: "open-house", email, email_verified: true }))
      .json;
    const joined = await world.signIn("portal-oidc", person("ada", "portal.test"));
    expect(joined.account).toBe(seeded.id);
    expect((await world.accounts())[0]?.memberships).toEqual(["open-house", "portal"]);
    const foreign = await world.signIn("open-house-oidc", person("eve", "portal.test", { email }));
    expect(foreign.account).toBeNull();
  });

  test("whom another organization's IdP opens an account for joins no other, whoever has the domain", async () => {
    const world = await openWorld({ connections: ["open-house-oidc", "portal-oidc"] });
    const first = await world.signIn("open-house-oidc", person("ada", "portal.test"));
    const second = await world.signIn("portal-oidc", person("ada", "portal.test"));
    expect(second.account).not.toBe(first.account);
    const memberships = (await world.accounts()).map((account) => account.memberships);
    expect(memberships).toHaveLength(2);
    expect(memberships).toEqual(expect.arrayContaining([["open-house"], ["portal"]]));
  });

  test("one organization's IdP does not reach another's account", async () => {
    const world = await openWorld({ connections: ["acme-oidc", "open-house-oidc"] });
    const ada = await world.signIn("acme-oidc", person("ada", "acme.test"));
    const before = (await world.accounts())[0];
    const eve = await world.signIn("open-house-oidc", person("ada", "acme.test"));
    expect(eve.account).not.toBe(ada.account);
    expect((await world.accounts()).find(({ id }) => id === ada.account)).toEqual(before);
  });
});

describe("an organization that begins anew", () => {
  test("has nobody in it, and so many seats; the accounts stay", async () => {
    const { admin } = await openWorld();
    const made = await admin("POST", "/accounts", { organization: "acme", email: "ada@acme.test", roles: ["admin"] });
    const { id } = made.json as { readonly id: string };
    const begun = await admin("POST", "/organizations/acme/begin-anew", { seats: 1 });
    expect(begun).toMatchObject({ status: 200, json: { name: "acme", seats: 1 } });
    expect((await admin("GET", `/accounts/${id}`)).json).toMatchObject({ memberships: [], roles: [], identities: [] });
    expect((await admin("POST", "/organizations/acme/begin-anew", {})).json).toMatchObject({ seats: null });
    expect((await admin("POST", "/organizations/nowhere/begin-anew", {})).status).toBe(404);
    expect((await admin("POST", "/organizations/acme/begin-anew", { seats: 0 })).status).toBe(422);
  });
});

describe("a connection that an administrator tells anew", () => {
  test("is at another provider, with other names and groups, from then on", async () => {
    const { admin } = await openWorld();
    const { status, json } = await admin("PUT", "/connections/acme-saml", {
      issuer: "urn:acme.auth0.com",
      metadata_url: "http://127.0.0.1:1/samlp/metadata/app",
      attributes: { email: "mail-of-theirs" },
      groups_separator: ";",
      roles: [{ group: "/engineering", role: "member" }],
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      name: "acme-saml",
      attributes: { email: "mail-of-theirs", given_name: "givenName" },
      roles: { "/engineering": "member" },
      groups_separator: ";",
    });
    expect((await admin("GET", "/events")).json).toMatchObject({
      events: [{ kind: "reconnected", connection: "acme-saml" }],
    });
    const again = await admin("PUT", "/connections/acme-saml", { groups_separator: "" });
    expect(again.json).toMatchObject({ attributes: { email: "mail-of-theirs" }, groups_separator: null });
  });

  test.each<[string, object, number]>([
    ["nowhere", {}, 404],
    ["acme-oidc", { issuer: "nowhere" }, 422],
    ["acme-oidc", { attributes: { email: "" } }, 422],
    ["acme-saml", { metadata_url: "file:///etc/passwd" }, 422],
    ["acme-saml", { unknown: 1 }, 422],
  ])("%s is not told %j", async (name, body, status) => {
    const { admin } = await openWorld();
    expect((await admin("PUT", `/connections/${name}`, body)).status).toBe(status);
  });
});
