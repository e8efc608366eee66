import { request } from "node:http";
import { expect, test } from "vitest";
import { Attempts } from "../../sp-reference/accounts/attempts.ts";
import { openDatabase } from "../../sp-reference/accounts/database.ts";
import { SCHEMA } from "../../sp-reference/accounts/schema.ts";
import { cookieNames } from "../../sp-reference/session/cookies.ts";
import { ADMIN_TOKEN, openWorld, type World } from "./world.ts";

/** One request with this Host, and this request target where it is not the path. */
function ask(baseUrl: string, host: string, target = "/healthz"): Promise<{ status: number; body: string }> {
  const { port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    request({ host: "localhost", port, path: target, headers: { host } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}

test("only its own name is answered, whatever the page", async () => {
  const { baseUrl } = await openWorld();
  const { host, port } = new URL(baseUrl);
  expect(await ask(baseUrl, host, "/")).toMatchObject({ status: 200 });
  expect(await ask(baseUrl, host.toUpperCase(), "/")).toMatchObject({ status: 200 });
  for (const other of [
    "evil.test",
    `evil.test:${port}`,
    `localhost.evil.test:${port}`,
    "localhost",
    `127.0.0.1:${port}`,
  ]) {
    for (const path of ["/", "/api/me", "/admin/accounts", "/auth/password"]) {
      expect(await ask(baseUrl, other, path), `${other} ${path}`).toMatchObject({ status: 421 });
    }
  }
});

test("an absolute request target is compared, whatever stands in Host", async () => {
  const { baseUrl } = await openWorld();
  const { host, port } = new URL(baseUrl);
  expect(await ask(baseUrl, host, `http://evil.test:${port}/account`)).toMatchObject({ status: 421 });
  expect(await ask(baseUrl, "evil.test", `http://evil.test:${port}/account`)).toMatchObject({ status: 421 });
  expect((await ask(baseUrl, host, `${baseUrl}/`)).status).not.toBe(421);
});

test("cookies are bound to this host where https makes that possible", () => {
  expect(cookieNames("https://sp.test")).toEqual({ session: "__Host-sp.session", browser: "__Host-sp.browser" });
  expect(cookieNames("http://localhost:3000")).toEqual({ session: "sp.session", browser: "sp.browser" });
});

/** One request of a proxy that speaks https to the world. */
async function behind(
  { baseUrl }: World,
  base: string,
  { path, ...sent }: { readonly path: string; readonly [name: string]: string },
): Promise<{ readonly status: number; readonly cookies: readonly string[]; readonly body: string }> {
  const { port } = new URL(baseUrl);
  const { cookie = "", body = "", type = "application/x-www-form-urlencoded", authorization = "" } = sent;
  const forwarded = base.startsWith("https:") ? { "x-forwarded-proto": "https" } : {};
  const headers = { host: new URL(base).host, cookie, "content-type": type, authorization, ...forwarded };
  return new Promise((resolve, reject) => {
    request({ host: "localhost", port, path, method: body === "" ? "GET" : "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (more: string) => (text += more));
      const cookies = response.headers["set-cookie"] ?? [];
      response.on("end", () => resolve({ status: response.statusCode ?? 0, cookies, body: text }));
    })
      .on("error", reject)
      .end(body);
  });
}

test.each([
  ["https://sp.test", "__Host-sp", true],
  ["http://sp.test", "sp", false],
])("cookies at %s are for this SP's own eyes", async (base, prefix, secure) => {
  const world = await openWorld({ env: { BASE_URL: base } });
  const account = JSON.stringify({ organization: "acme", email: "ada@acme.test", password: "Correct-1!" });
  const authorization = `Bearer ${ADMIN_TOKEN}`;
  await behind(world, base, { path: "/admin/accounts", body: account, type: "application/json", authorization });
  const form = await behind(world, base, { path: "/auth/password" });
  const key = /name="key" value="([^"]+)"/.exec(form.body)?.[1] ?? "";
  const cookie = form.cookies.join("; ");
  const body = new URLSearchParams({ key, email: "ada@acme.test", password: "Correct-1!" }).toString();
  const signedIn = await behind(world, base, { path: "/auth/password", cookie, body });
  expect(signedIn.status).toBe(303);
  for (const [name, cookies] of [
    [`${prefix}.browser`, form.cookies],
    [`${prefix}.session`, signedIn.cookies],
  ] as const) {
    const [first = "", ...attributes] = (cookies[0] ?? "").split("; ");
    expect(first).toMatch(new RegExp(`^${name}=.{16,}`));
    expect(attributes).toEqual(expect.arrayContaining(["Path=/", "HttpOnly", "SameSite=Lax"]));
    expect(attributes.includes("Secure")).toBe(secure);
    expect(attributes.some((one) => one.startsWith("Domain"))).toBe(false);
  }
});

test("the tenth password in vain is the last for a quarter of an hour, for that address alone", () => {
  const db = openDatabase(":memory:", SCHEMA);
  let now = 1_000_000;
  const attempts = new Attempts(db, () => now);
  for (let n = 0; n < 10; n++) expect(attempts.begin("ada@acme.test")).toBe(0);
  expect(attempts.begin(" ADA@acme.test")).toBe(900);
  expect(attempts.begin("bob@acme.test")).toBe(0);
  now += 899_000;
  expect(attempts.begin("ada@acme.test")).toBe(1);
  now += 1_000;
  expect(attempts.begin("ada@acme.test")).toBe(0);
  db.close();
});

test("the right password ends the count", () => {
  const db = openDatabase(":memory:", SCHEMA);
  const attempts = new Attempts(db);
  for (let n = 0; n < 9; n++) attempts.begin("ada@acme.test");
  attempts.succeeded("ada@acme.test");
  for (let n = 0; n < 10; n++) expect(attempts.begin("ada@acme.test")).toBe(0);
  expect(attempts.begin("ada@acme.test")).toBeGreaterThan(0);
  db.close();
});

test("the password page says how long to wait, whether or not anybody has the address", async () => {
  const world = await openWorld();
  const post = async (email: string) => {
    const browser = world.browser();
    await browser.open(`${world.baseUrl}/auth/password`);
    const page = await browser.submit("form", { email, password: "wrong" });
    return { status: page?.status, text: page?.text ?? "" };
  };
  for (let n = 0; n < 10; n++) expect(await post("nobody@acme.test")).toMatchObject({ status: 403 });
  const refused = await post("nobody@acme.test");
  expect(refused.status).toBe(429);
  expect(refused.text).toContain("try again in 15 minutes");
});
