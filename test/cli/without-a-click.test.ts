import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { jitterbug, start } from "./command-line.ts";

/** What only an SP needs is not there, or not to be had. */
const TARGET = (port: number): string => `idps: { listen: "127.0.0.1:${port}" }
seed: { account: { http: POST /accounts, headers: { authorization: "Bearer \${NOBODY_SET_IT}" }, json: {} } }
connections:
  web:
    protocol: oidc
    client_id: app
    redirect_uris: ["http://localhost:3000/callback"]
  xml:
    protocol: saml
    sp_entity_id: urn:acme
    acs: ["http://localhost:3000/acs"]
`;
const PEOPLE = `people:
  ada: { email: "ada@acme.test", name: Ada }
  bob: { email: "bob@acme.test", name: Bob }
`;

let folder: string;
let origin: string;
let control: string;
let token: string;
let running: ReturnType<typeof start>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "jitterbug-click-"));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, "jitterbug.yaml"), TARGET(port));
  writeFileSync(join(folder, "people.yaml"), PEOPLE);
  running = start(["idp", "--people", "people.yaml", "--as", "ada", "--control", "0"], { cwd: folder });
  let said = "";
  running.child.stdout?.on("data", (text: string) => (said += text));
  await vi.waitFor(() => expect(said).toContain("The IdPs run"), { timeout: 30_000 });
  control = /POST (http:\/\/127\.0\.0\.1:\d+\/control)\/next/.exec(said)?.[1] ?? "none";
  token = readFileSync(join(folder, ".jitterbug/control-token"), "utf8");
  expect(said).not.toContain(token);
}, 60_000);
afterAll(async () => {
  running.child.kill("SIGTERM");
  await running.ended;
  rmSync(folder, { recursive: true, force: true });
});

function call(path: string, body: unknown, changes: Readonly<Record<string, string>> = {}, method = "POST") {
  const request = {
    method,
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...changes },
  };
  return fetch(`${control}${path}`, request);
}

/** The NameID's person, from an IdP-initiated sign-in; the login page's title where nobody was chosen. */
async function assertion(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const page = await (await fetch(`${origin}/saml/xml/portal`, { headers })).text();
  const encoded = /name="SAMLResponse" value="([^"]+)"/.exec(page)?.[1];
  return encoded === undefined ? page : Buffer.from(encoded, "base64").toString("utf8");
}

function asked(parameters: Readonly<Record<string, string>> = {}): string {
  const query = {
    client_id: "app",
    response_type: "code",
    scope: "openid",
    redirect_uri: "http://localhost:3000/callback",
    state: "s",
  };
  return `${origin}/oidc/web/authorize?${new URLSearchParams({ ...query, ...parameters }).toString()}`;
}

/** Follows the redirects of a sign-in to the SP's callback, as a browser with cookies does. */
async function callback(headers: Readonly<Record<string, string>> = {}, parameters = {}): Promise<string> {
  let url = asked(parameters);
  const jar = new Map<string, string>();
  for (let hop = 0; hop < 6 && url.startsWith(origin); hop++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", headers: { cookie, ...headers } });
    for (const set of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (set.split(";")[0] ?? "").split("=");
      jar.set(name, value);
    }
    url = new URL(answer.headers.get("location") ?? "about:blank", url).href;
  }
  return url;
}

describe("idp --as", () => {
  it("signs that person in at either protocol, and nobody is asked", async () => {
    expect(await assertion()).toContain("ada@acme.test");
    expect(await callback()).toMatch(/^http:\/\/localhost:3000\/callback\?.*code=/);
  });

  it("the request is answered with the code at once", async () => {
    const answer = await fetch(asked(), { redirect: "manual" });
    expect(answer.headers.get("location")).toMatch(/^http:\/\/localhost:3000\/callback\?.*code=/);
  });

  it.each([{ prompt: "login" }, { prompt: "consent" }, { prompt: "none" }, { max_age: "0" }, { login_hint: "bob" }])(
    "nobody is asked by %j either",
    async (parameters) => {
      expect(await callback({}, parameters)).toMatch(/^http:\/\/localhost:3000\/callback\?.*(code|login_required)/);
    },
  );

  it("somebody who is not there is told with those who are", async () => {
    const { status, stderr } = await jitterbug(["idp", "--people", "people.yaml", "--as", "eve"], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain('nobody called "eve"');
    expect(stderr).toContain("ada, bob");
  });
});

describe("the control", () => {
  it("has its token in a file of its owner alone", () => {
    expect(statSync(join(folder, ".jitterbug/control-token")).mode & 0o777).toBe(0o600);
  });

  it.each<[string, number, Readonly<Record<string, string>>]>([
    ["without the token", 401, { authorization: "" }],
    ["with another token", 401, { authorization: "Bearer nonsense" }],
    ["from a page", 403, { origin: "http://127.0.0.1" }],
    ["as a form", 415, { "content-type": "text/plain" }],
  ])("refuses a call %s", async (_, status, changes) => {
    expect((await call("/next", { person: "bob", connection: "xml" }, changes)).status).toBe(status);
    expect(await assertion()).toContain("ada@acme.test");
  });

  it.each<[string, unknown, string]>([
    ["nobody", {}, "`person` is missing"],
    ["somebody unknown", { person: "eve" }, "nobody called"],
    ["another connection", { person: "bob", connection: "toString" }, "there is no connection"],
    [
      "a tamper of a sign-out",
      { person: "bob", connection: "xml", tamper: "logout-missing-signature" },
      "is of a sign-out",
    ],
    ["an unknown tamper", { person: "bob", connection: "xml", tamper: "no-such" }, "there is no tamper"],
    ["another word", { person: "bob", as: 1 }, 'there is no \\"as\\"'],
    ["no object", [], "JSON object"],
    ["no JSON", "{", "not JSON"],
  ])("refuses %s", async (_, body, says) => {
    const answer = await call("/next", body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(says);
  });

  it("next is the connection's next sign-in, once", async () => {
    expect((await call("/next", { person: "bob", connection: "xml" })).status).toBe(201);
    expect(await assertion()).toContain("bob@acme.test");
    expect(await assertion()).toContain("ada@acme.test");
  });

  it("a request that is refused spends no choice", async () => {
    expect((await call("/next", { person: "bob", connection: "web", tamper: "access-denied" })).status).toBe(201);
    expect((await fetch(asked({ redirect_uri: "http://localhost:3000/elsewhere" }))).status).toBe(400);
    expect(await callback()).toContain("error=access_denied");
    expect(await callback()).toContain("code=");
  });

  it.each(["header", "cookie"] as const)(
    "next is the sign-in that brings its %s, whoever comes between",
    async (how) => {
      const answer = await call("/next", { person: "bob" });
      const told = (await answer.json()) as Record<
        "header" | "cookie",
        { readonly name: string; readonly value: string }
      >;
      const { name, value } = told[how];
      const brought: Record<string, string> = how === "header" ? { [name]: value } : { cookie: `${name}=${value}` };
      expect(await assertion()).toContain("ada@acme.test");
      expect(await assertion(brought)).toContain("bob@acme.test");
      expect(await assertion(brought)).toContain("ada@acme.test");
    },
  );

  it("next may carry a tamper, for that sign-in alone", async () => {
    const issuer = "https://another-idp.test";
    const tamper = { name: "wrong-issuer", issuer };
    expect((await call("/next", { person: "bob", connection: "xml", tamper })).status).toBe(201);
    expect(await assertion()).toContain(issuer);
    await call("/next", { person: "bob", connection: "xml" });
    expect(await assertion()).not.toContain(issuer);
  });

  it("a person is changed in memory, and the file stays as it is", async () => {
    expect((await call("/people/ada", { email: "other@acme.test" }, {}, "PUT")).status).toBe(204);
    expect(await assertion()).toContain("other@acme.test");
    expect(readFileSync(join(folder, "people.yaml"), "utf8")).toBe(PEOPLE);
    const odd = await call("/people/ada", { email: "{{nothing}}" }, {}, "PUT");
    expect(odd.status).toBe(400);
  });
});

it("the people file is read again when it is saved, and a fault in it leaves those of before", async () => {
  writeFileSync(join(folder, "people.yaml"), PEOPLE.replace("ada@acme.test", "new@acme.test"));
  await expect.poll(() => assertion(), { timeout: 10_000 }).toContain("new@acme.test");
  writeFileSync(join(folder, "people.yaml"), "people: [");
  await new Promise((done) => setTimeout(done, 1_000));
  expect(await assertion()).toContain("new@acme.test");
});

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
