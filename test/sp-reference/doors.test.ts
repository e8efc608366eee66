import { request } from "node:http";
import { expect, test } from "vitest";
import { Attempts } from "../../sp-reference/accounts/attempts.ts";
import { openDatabase } from "../../sp-reference/accounts/database.ts";
import { SCHEMA } from "../../sp-reference/accounts/schema.ts";
import { cookieNames } from "../../sp-reference/session/cookies.ts";
import { openWorld } from "./world.ts";

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
