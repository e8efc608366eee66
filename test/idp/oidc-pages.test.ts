import * as client from "openid-client";
import { afterEach, expect, test } from "vitest";
import type { IdpPerson, OidcSpec } from "../../harness/idp/port.ts";
import { ADA, formAction, Jar, oidcSpec, REDIRECT_URI, relyingParty, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

const REQUEST = { client_id: "app", response_type: "code", scope: "openid", redirect_uri: REDIRECT_URI };

/** The page that a person sees for an authorization request. */
async function page(
  query: Record<string, string>,
  people: readonly IdpPerson[] = [ADA],
  changes: Partial<OidcSpec> = {},
) {
  const spec = oidcSpec(changes);
  const idps = await started.idps({ connections: [spec] });
  for (const person of people) idps.admit(spec.name, person);
  const { facts } = await relyingParty(idps, spec);
  const jar = new Jar();
  const asked = new URLSearchParams({ ...REQUEST, ...query }).toString();
  const { url, response } = await jar.navigate(`${facts.authorization_endpoint}?${asked}`);
  if (response === null) throw new Error(`sent back to ${url}`);
  return { idps, jar, url, status: response.status, headers: response.headers, html: await response.text() };
}

test("an unknown client is told what was asked and what is configured", async () => {
  const { status, html } = await page({ client_id: "<b>other" });
  expect(status).toBe(400);
  expect(html).toContain("This client is not known here");
  expect(html).toContain("&lt;b&gt;other");
  expect(html).toContain(">app<");
});

test("an unregistered redirect URI is told what was asked and what is configured", async () => {
  const { status, html } = await page({ redirect_uri: "http://localhost:4999/other?x=1" });
  expect(status).toBe(400);
  expect(html).toContain("This redirect URI is not registered");
  expect(html).toContain("http://localhost:4999/other?x=1");
  expect(html).toContain(REDIRECT_URI);
});

test("what the SP got wrong otherwise goes back to the SP", async () => {
  await expect(page({ response_type: "id_token" })).rejects.toThrow(/callback.*error=/);
});

test("cancel sends access_denied, with state and issuer", async () => {
  const { idps, jar, html, url } = await page({ state: "s" });
  const cancelled = await jar.navigate(new URL(formAction(html, "cancel"), url).href, { method: "POST" });
  const back = new URL(cancelled.url);
  expect(Object.fromEntries(back.searchParams)).toEqual({
    error: "access_denied",
    error_description: "The person cancelled the sign-in",
    state: "s",
    iss: `${idps.origin}/oidc/acme-oidc`,
  });
});

test("a sign-in that is over says so, and so does one of another browser", async () => {
  const { jar, html, url } = await page({});
  const other = await new Jar().fetch(url);
  expect(other.status).toBe(400);
  expect(await other.text()).toContain("This sign-in is over");
  const action = new URL(formAction(html, "pick"), url).href;
  const body = new URLSearchParams({ person: ADA.key });
  expect((await new Jar().fetch(action, { method: "POST", body })).status).toBe(400);
  expect((await jar.navigate(action, { method: "POST", body })).url).toContain("code=");
  expect(await (await jar.fetch(url)).text()).toContain("This sign-in is over");
});

test("somebody unknown can not be chosen", async () => {
  const { jar, html, url } = await page({});
  const body = new URLSearchParams({ person: "<nobody>" });
  const response = await jar.fetch(new URL(formAction(html, "pick"), url).href, { method: "POST", body });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain("&lt;nobody&gt;");
});

const CROWD = Array.from({ length: 60 }, (_, index) => ({
  key: `p${index}`,
  claims: { subject: `s${index}`, email: `p${index}@acme.test`, name: `Person ${index}` },
}));

test("a crowd is cut, says so, and can be searched", async () => {
  const { html, jar, url } = await page({}, CROWD);
  expect(html.match(/<button class="card/g)).toHaveLength(24);
  expect(html).toContain("Person 59");
  expect(html).toContain("There are more people");
  const found = await (await jar.fetch(`${url}?search=p7%40`)).text();
  expect(found.match(/<button class="card/g)).toHaveLength(1);
  expect(found).toContain("Person 7");
  expect(await (await jar.fetch(`${url}?search=nobody`)).text()).toContain("Nobody matches");
});

test.each([{ login_hint: "P3@acme.test" }, { login_hint: "s3" }])(
  "%o puts the person first and focused",
  async (query) => {
    const { html } = await page(query, CROWD);
    const first = /<button class="card[^>]*>/.exec(html)?.[0];
    expect(first).toContain('value="p3"');
    expect(first).toContain("autofocus");
  },
);

test("a login_hint that names nobody is told", async () => {
  expect((await page({ login_hint: "x@<i>" })).html).toContain("x@&lt;i&gt;");
});

test("what a person is called can not become part of the page", async () => {
  const evil = `"><script>alert(1)</script>'`;
  const { html, headers } = await page({ login_hint: evil }, [
    { key: evil, claims: { name: evil, email: evil }, note: evil },
    { key: "odd", claims: { name: { a: "<u>" }, email: null } },
  ]);
  expect(html).not.toContain("<script");
  expect(html).not.toContain("<u>");
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(headers.get("content-security-policy")).not.toContain("unsafe");
});

test("two IdPs do not disturb each other in one browser", async () => {
  const specs = [oidcSpec(), oidcSpec({ name: "globex oidc/2" })];
  const jar = new Jar();
  const hosts = [await started.idps({ connections: specs }), await started.idps({ connections: specs })];
  const pages = [];
  for (const idps of hosts) {
    for (const spec of specs) {
      idps.admit(spec.name, ADA);
      const { config } = await relyingParty(idps, spec);
      const url = client.buildAuthorizationUrl(config, { redirect_uri: REDIRECT_URI, scope: "openid" });
      const { response, url: at } = await jar.navigate(url.href);
      pages.push({ action: new URL(formAction((await response?.text()) ?? "", "pick"), at).href });
    }
  }
  // All four login pages are open; the first ones must still work.
  for (const { action } of pages) {
    const picked = await jar.navigate(action, { method: "POST", body: new URLSearchParams({ person: ADA.key }) });
    expect(new URL(picked.url).searchParams.get("code")).toBeTruthy();
  }
});

test("the portal says where to start", async () => {
  const { idps } = await page({});
  expect(await (await fetch(idps.portal("acme-oidc"))).text()).toContain("Start at the application");
});

test("the discovery tells the issuer's own addresses under any loopback name", async () => {
  const { idps } = await page({});
  const { port } = new URL(idps.origin);
  const url = `http://localhost:${port}/oidc/acme-oidc/.well-known/openid-configuration`;
  const metadata = (await (await fetch(url)).json()) as Record<string, unknown>;
  expect(metadata.issuer).toBe(`${idps.origin}/oidc/acme-oidc`);
  expect(metadata.token_endpoint).toBe(`${idps.origin}/oidc/acme-oidc/token`);
});
