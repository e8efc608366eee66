import { describe, expect, test } from "vitest";
import type { Browser } from "../../harness/agent/port.ts";
import { pressed } from "../agent/pressed.ts";
import { openWorld, person, sessionOf, type World } from "./world.ts";

const PASSWORD = "Correct-horse-1!";

async function seed(world: World, organization: string, more: object): Promise<string> {
  const { json, status } = await world.admin("POST", "/accounts", { organization, email_verified: true, ...more });
  expect(status).toBe(201);
  return (json as unknown as { readonly id: string }).id;
}

async function signInByPassword(world: World, browser: Browser, email: string, password: string) {
  await browser.open(`${world.baseUrl}/auth/password`);
  await browser.fillIn({ email, password });
  return pressed(browser, "Sign in");
}

describe("a password", () => {
  test("signs its account in, with no regard to the address's case", async () => {
    const world = await openWorld();
    const id = await seed(world, "acme", { email: "ada@acme.test", password: PASSWORD });
    const browser = world.browser();
    expect((await signInByPassword(world, browser, "Ada@acme.test", PASSWORD)).url).toBe(`${world.baseUrl}/account`);
    expect(await sessionOf(browser, world.baseUrl)).toBe(id);
  });

  test.each<[string, object, string, string]>([
    ["another password", { password: PASSWORD }, "ada@acme.test", "Wrong-horse-1!"],
    ["no password at all", { password: PASSWORD }, "ada@acme.test", ""],
    ["an account without one", {}, "ada@acme.test", ""],
    ["an account that is deactivated", { password: PASSWORD, active: false }, "ada@acme.test", PASSWORD],
    ["nobody's address", { password: PASSWORD }, "eve@acme.test", PASSWORD],
  ])("opens nothing: %s", async (_, more, email, password) => {
    const world = await openWorld();
    await seed(world, "acme", { email: "ada@acme.test", ...more });
    const browser = world.browser();
    const page = await signInByPassword(world, browser, email, password);
    expect(page.status).toBe(403);
    // The same words for all, so that nobody learns which accounts there are.
    expect(page.text).toContain("There is no active account with this address and this password.");
    expect(await sessionOf(browser, world.baseUrl)).toBeNull();
  });

  test("says which of two accounts with one address is meant", async () => {
    const world = await openWorld();
    const email = "ada@both.test";
    await seed(world, "acme", { email, password: "One-1!" });
    const two = await seed(world, "staff", { email, password: "Two-2!" });
    const browser = world.browser();
    await signInByPassword(world, browser, email, "Two-2!");
    expect(await sessionOf(browser, world.baseUrl)).toBe(two);
  });

  test("opens nothing of an organization that lets its people in by single sign-on alone", async () => {
    const world = await openWorld();
    const email = "ada@case-matters.test";
    await seed(world, "case-matters", { email, password: "Two-2!" });
    const browser = world.browser();
    const page = await signInByPassword(world, browser, email, "Two-2!");
    expect(page).toMatchObject({ status: 403, text: expect.stringContaining("by single sign-on alone") as string });
    expect(await sessionOf(browser, world.baseUrl)).toBeNull();
  });

  test("its form is good once, and in its own browser only", async () => {
    const world = await openWorld();
    await seed(world, "acme", { email: "ada@acme.test", password: PASSWORD });
    const browser = world.browser();
    await browser.open(`${world.baseUrl}/auth/password`);
    const key = browser.page?.forms[0]?.fields.find(({ name }) => name === "key")?.value ?? "";
    const form = { key, email: "ada@acme.test", password: PASSWORD };
    const url = `${world.baseUrl}/auth/password`;
    const stranger = await fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
    expect([stranger.status, await stranger.text()]).toEqual([400, expect.stringContaining("in another browser")]);
    expect((await browser.request("POST", url, { form })).status).toBe(400);
  });
});

describe("a link that asks for a proof", () => {
  async function interrupted(more: object = { password: PASSWORD }) {
    const world = await openWorld({ connections: ["asks-first-oidc", "asks-first-saml"] });
    const id = await seed(world, "asks-first", { email: "ada@asks-first.test", ...more });
    return { world, id, ada: person("ada", "asks-first.test") };
  }

  test.each(["asks-first-oidc", "asks-first-saml"])("is made by the account's password: %s", async (connection) => {
    const { world, id, ada } = await interrupted();
    const { page, browser, account } = await world.signIn(connection, ada);
    expect([page.status, page.has("form#confirm-link"), account]).toEqual([200, true, null]);
    expect((await world.accounts())[0]?.identities).toEqual([]);
    await browser.fillIn({ password: PASSWORD });
    await pressed(browser, "Join them");
    expect(await sessionOf(browser, world.baseUrl)).toBe(id);
    expect((await world.signIn(connection, ada, browser)).account).toBe(id);
  });

  test("is not made by another, nor by a second try on the same page", async () => {
    const { world, ada } = await interrupted();
    const { browser } = await world.signIn("asks-first-oidc", ada);
    const key = browser.page?.forms[0]?.fields.find(({ name }) => name === "key")?.value ?? "";
    await browser.fillIn({ password: "Wrong-horse-1!" });
    expect((await pressed(browser, "Join them")).status).toBe(403);
    const again = await browser.request("POST", `${world.baseUrl}/auth/link`, { form: { key, password: PASSWORD } });
    expect(again.status).toBe(400);
    expect((await world.accounts())[0]?.identities).toEqual([]);
  });

  test("is not made in another browser", async () => {
    const { world, ada } = await interrupted();
    const { browser } = await world.signIn("asks-first-oidc", ada);
    const key = browser.page?.forms[0]?.fields.find(({ name }) => name === "key")?.value ?? "";
    const body = new URLSearchParams({ key, password: PASSWORD });
    const stranger = await fetch(`${world.baseUrl}/auth/link`, { method: "POST", body, redirect: "manual" });
    expect(stranger.status).toBe(400);
    expect((await world.accounts())[0]?.identities).toEqual([]);
  });

  test("is decided anew: what is refused by then stays refused", async () => {
    const { world, id, ada } = await interrupted();
    const { browser } = await world.signIn("asks-first-oidc", ada);
    await world.admin("POST", `/accounts/${id}/deactivate`);
    await browser.fillIn({ password: PASSWORD });
    expect((await pressed(browser, "Join them")).status).toBe(403);
    expect(await sessionOf(browser, world.baseUrl)).toBeNull();
  });

  test("cannot be asked for where there is no password", async () => {
    const { world, ada } = await interrupted({});
    const { page } = await world.signIn("asks-first-oidc", ada);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining("no password that would prove")]);
  });
});

describe("an invitation", () => {
  const invite = async (world: World, email: string) => {
    const { json } = await world.admin("POST", "/invitations", { organization: "acme", email, role: "admin" });
    return (json as unknown as { readonly link: string }).link;
  };

  test("has a page that offers its organization's connections, until it is used up", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const link = await invite(world, "ada@acme.test");
    const browser = world.browser();
    const page = await browser.open(world.baseUrl + link);
    expect(page.text).toContain("ada@acme.test");
    expect([page.has("a#acme-oidc"), page.has("a#staff-oidc")]).toEqual([true, false]);
    await world.signIn("acme-oidc", person("ada", "acme.test"));
    expect((await world.accounts())[0]?.roles).toContain("admin");
    expect((await browser.open(world.baseUrl + link)).status).toBe(404);
    expect((await browser.open(`${world.baseUrl}/invitations/nothing`)).status).toBe(404);
  });

  test("is not for an address that the IdP calls unverified", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const link = await invite(world, "ada@acme.test");
    await world.signIn("acme-oidc", person("eve", "acme.test", { email: "ada@acme.test", email_verified: false }));
    expect((await world.accounts())[0]?.roles).not.toContain("admin");
    expect((await world.browser().open(world.baseUrl + link)).status).toBe(200);
  });
});
