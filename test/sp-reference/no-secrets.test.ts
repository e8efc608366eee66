import { request } from "node:http";
import { expect, test } from "vitest";
import { PICK_FIELD, PICK_FORM } from "../../harness/idp/port.ts";
import { ADMIN_TOKEN, openWorld, person, type World } from "./world.ts";

const PASSWORD = "canary-password-4c1b77";
const SESSION_SECRET = "canary-session-98d0aa";
const CLIENT_SECRET = "test-secret";

/** Signing in by both protocols and by a password, well and badly, and all that a stranger may send. */
async function everything(world: World): Promise<void> {
  await world.admin("POST", "/accounts", { organization: "acme", email: "pat@acme.test", password: PASSWORD });
  await world.signIn("acme-oidc", person("ada", "acme.test"));
  await world.signIn("acme-saml", person("bob", "acme.test"));
  for (const connection of ["acme-oidc", "acme-saml"]) {
    await world.signIn(connection, person("eve", "elsewhere.test"));
    // What was used already, in the browser that used it.
    const { browser } = await world.signIn(connection, person("joe", "acme.test"));
    const used = Object.keys(world.messages()).length;
    expect(used).toBeGreaterThan(0);
    await browser.open(`${world.baseUrl}/auth/${connection}`);
    await browser.submit(PICK_FORM, { [PICK_FIELD]: "nobody" });
    for (const wrong of ["callback?code=canary-code-1&state=canary-state-1", "acs?response=canary-ticket-1"])
      await browser.open(`${world.baseUrl}/auth/${connection}/${wrong}`);
    await browser.request("POST", `${world.baseUrl}/auth/${connection}/acs`, {
      form: { SAMLResponse: "canary-response-1" },
    });
  }
  for (const password of [PASSWORD, "canary-wrong-password-1"]) {
    const browser = world.browser();
    await browser.open(`${world.baseUrl}/auth/password`);
    await browser.submit("form", { email: "pat@acme.test", password });
    await browser.request("POST", `${world.baseUrl}/logout`, { form: { csrf: "canary-csrf-1" } });
  }
  await fetch(`${world.baseUrl}/admin/accounts`, { headers: { authorization: "Bearer canary-bearer-1" } });
  await malformed(world, "POST /auth/password?password=canary-query-1");
}

/** A body that is cut off by the limit, and an address that no client would send. */
async function malformed({ baseUrl }: World, line: string): Promise<void> {
  const [method = "", path = ""] = line.split(" ");
  const { hostname, port } = new URL(baseUrl);
  await new Promise<void>((resolve) => {
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=canary-charset-1" };
    request({ hostname, port, method, path, headers }, (answer) => answer.resume().on("end", resolve))
      .on("error", () => resolve())
      .end("password=canary-body-1");
  });
}

test.each([
  ["sound", []],
  // Its stack goes to the log.
  ["with a fault of its own", ["missing-email-500"]],
] as const)("no secret is in the log, the audit or the accounts: %s", { timeout: 60_000 }, async (_, defects) => {
  const issued = new Set<string>();
  const world = await openWorld({
    connections: ["acme-oidc", "acme-saml"],
    defects,
    env: { SESSION_SECRET },
  });
  await everything(world);
  const { email: _email, ...without } = person("max", "acme.test");
  await world.signIn("acme-oidc", without);
  for (const { request: sent, response } of world.exchanges) {
    for (const text of [sent.url, sent.body ?? "", response?.body ?? "", String(response?.headers["location"] ?? "")])
      for (const [, value = ""] of text.matchAll(
        /(?:code|state|nonce|access_token|id_token|code_verifier|SAMLResponse)"?[=:]\s*"?([\w.~%+/=-]{16,})/g,
      ))
        issued.add(decodeURIComponent(value));
  }
  expect(issued.size).toBeGreaterThan(10);
  const { json } = await world.admin("GET", "/events?limit=200");
  expect(json.events.length).toBeGreaterThan(5);
  const told = [...world.log, JSON.stringify(json), JSON.stringify(await world.accounts())].join("\n");
  const secrets = [PASSWORD, SESSION_SECRET, CLIENT_SECRET, ADMIN_TOKEN, ...issued];
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  expect(told.match(/canary-[\w-]+/g) ?? []).toEqual([]);
  if (defects.length > 0) expect(world.log.join()).toContain("TypeError");
});
