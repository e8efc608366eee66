import { describe, expect, test } from "vitest";
import { pressed } from "../agent/pressed.ts";
import { openWorld, person, sessionOf } from "./world.ts";

describe("pages", () => {
  test("home shows three organizations, and finds a button for every connection", async () => {
    const { baseUrl, config } = await openWorld();
    const shown = async (find: string) => await (await fetch(`${baseUrl}/?find=${encodeURIComponent(find)}`)).text();
    const cards = (html: string) => html.match(/<article/g)?.length ?? 0;
    expect(cards(await shown(""))).toBe(3);
    for (const name of config.connections.keys())
      expect(await shown(name.toUpperCase())).toContain(`href="/auth/${name}"`);
    expect(cards(await shown("acme-labs.test"))).toBe(1);
    expect(cards(await shown("email_sync"))).toBeGreaterThan(3);
    const none = await shown('"><b>nobody</b>');
    expect(none).toContain("None is called so.");
    expect(none).not.toContain("<b>nobody");
  });

  test("no script may run on home", async () => {
    const { baseUrl } = await openWorld();
    const response = await fetch(baseUrl);
    const html = await response.text();
    const csp = response.headers.get("content-security-policy");
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(response.headers.get("x-powered-by")).toBeNull();
    expect(html).not.toContain("<script");
  });

  test("what an IdP says is text, wherever it is shown", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const name = `O'Brien & <b onclick="x">"bold"</b>`;
    const { page } = await world.signIn("acme-oidc", person("ada", "acme.test", { name, title: "<script>1</script>" }));
    expect(page.textOf("h1")).toBe(name);
    expect(page.has("b")).toBe(false);
    expect(page.has("script")).toBe(false);
    expect((await world.accounts())[0]?.name).toBe(name);
  });

  test("a hostile text in a refusal is text as well", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const { page } = await world.signIn(
      "acme-oidc",
      person("ada", "acme.test", { email: "ada@x.test", name: "<b>x</b>" }),
    );
    expect(page.status).toBe(403);
    expect(page.has("main b")).toBe(false);
  });

  test("signing out takes the page's own token, and ends the session", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const { browser } = await world.signIn("acme-oidc", person("ada", "acme.test"));
    for (const form of [{}, { csrf: "guess" }]) {
      const forged = await browser.request("POST", `${world.baseUrl}/logout`, { form });
      expect(forged.status).toBe(403);
    }
    expect(await sessionOf(browser, world.baseUrl)).not.toBeNull();
    await browser.open(`${world.baseUrl}/account`);
    await pressed(browser, "Sign out");
    expect(await sessionOf(browser, world.baseUrl)).toBeNull();
    expect((await browser.open(`${world.baseUrl}/account`)).url).toBe(`${world.baseUrl}/`);
  });

  test("signing out leads to the provider where it is to know, and ends the session whether that answers or not", async () => {
    const world = await openWorld({ connections: ["acme-oidc-two"] });
    const signedOut = async () => {
      const { browser } = await world.signIn("acme-oidc-two", { ...person("ada", "acme.test"), mail: "ada@acme.test" });
      await browser.open(`${world.baseUrl}/account`);
      await pressed(browser, "Sign out");
      expect(await sessionOf(browser, world.baseUrl)).toBeNull();
      return browser.page?.url;
    };
    expect(await signedOut()).toBe(`${world.baseUrl}/`);
    await world.idps.alter("acme-oidc-two", { does: "fail", endpoint: "logout", status: 503 });
    expect(await signedOut()).toContain(world.idps.origin);
  });

  test("a session ends with its account", async () => {
    const world = await openWorld({ connections: ["acme-oidc"] });
    const { browser, account } = await world.signIn("acme-oidc", person("ada", "acme.test"));
    await world.admin("DELETE", `/accounts/${account}`);
    expect(await sessionOf(browser, world.baseUrl)).toBeNull();
  });

  test("a fault of ours is told without its stack, which the log has", async () => {
    const world = await openWorld({ connections: ["acme-oidc"], defects: ["missing-email-500"] });
    const { email: _, ...without } = person("ada", "acme.test");
    const { page } = await world.signIn("acme-oidc", without);
    expect(page.status).toBe(500);
    expect(page.text).not.toMatch(/TypeError|\.ts/);
    expect(world.log.join()).toContain("TypeError");
  });

  test.each([
    ["GET", "/auth/acme-oidc/callback"],
    ["GET", "/auth/acme-oidc/callback?state=unknown&code=x"],
    ["GET", "/auth/acme-oidc/callback?state=a&state=b"],
    ["GET", "/auth/acme-saml/acs"],
    ["GET", "/auth/acme-saml/acs?response=unknown"],
    ["POST", "/auth/acme-saml/acs"],
  ])("%s %s out of the blue is a 400 that explains itself", async (method, path) => {
    const world = await openWorld({ connections: ["acme-oidc", "acme-saml"] });
    const response = await fetch(world.baseUrl + path, { method });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("Sign-in failed");
  });

  test("the SP's metadata names its ACS", async () => {
    const { baseUrl } = await openWorld();
    const xml = await (await fetch(`${baseUrl}/auth/acme-saml/metadata`)).text();
    expect(xml).toContain(`Location="${baseUrl}/auth/acme-saml/acs"`);
    expect(xml).toContain(`entityID="${baseUrl}/auth/acme-saml/metadata"`);
  });
});
