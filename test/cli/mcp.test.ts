import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const LONG = { timeout: 600_000 };

/** As somebody wrote it in a hurry; every line that says FAULT is wrong. */
const SP = `
import { SmallSp } from ${JSON.stringify(join(ROOT, "test/run/small/sp.ts"))};
class App extends SmallSp {
  override admit(claims: { sub: string; email?: unknown }) {
    const known = undefined; // FAULT
    if (known !== undefined) return known;
    const email = String(claims.email ?? ""); // FAULT
    return this.create({ email, subject: claims.sub });
  }
}
const app = new App();
app.idp = process.env["IDP_URL"] ?? "";
await app.start(Number(process.env["PORT"]));
`;

const TARGET = `
target: app
base_url: "http://localhost:{{port}}"
start:
  command: ["{{node}}", app.ts]
  env: { PORT: "{{port}}", IDP_URL: "{{idps.url}}" }
  ready: GET /accounts
conections:
  acme:
    protocol: oidc
    client_id: small
    client_auth: none
    redirect_uris: ["http://localhost:{{port}}/callback"]
    claims_in: [id_token]
    sign_in: GET /sign-in
email_domain: acme.test
policy: { identity_key: iss_sub, jit: on, required_attributes: [email], on_missing_required: reject }
observe:
  session: { request: GET /me, map: { account: $.number } }
  accounts:
    - { http: GET /accounts, each: "$[*]", map: { id: $.id, email: $.email, active: $.active, identities: $.subject } }
`;

let dir = "";
let client: Client;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "jitterbug-agent-"));
  client = new Client({ name: "a scripted agent", version: "1.0.0" });
  const args = [join(ROOT, "harness/bin/jitterbug.js"), "mcp"];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: dir, stderr: "pipe" }));
});
afterEach(async () => {
  await client.close();
  rmSync(dir, { recursive: true, force: true });
});

async function call(name: string, args: { readonly [argument: string]: unknown } = {}) {
  const { content, isError } = await client.callTool({ name, arguments: args }, undefined, LONG);
  const [{ text = "" } = {}] = content as readonly { readonly text?: string }[];
  return { text, failed: isError === true };
}

function edit(file: string, old: string, by: string): void {
  const text = readFileSync(join(dir, file), "utf8");
  expect(text).toContain(old);
  writeFileSync(join(dir, file), text.replace(old, by));
}

test("an agent goes from nothing to a mended SP by what the tools answer", LONG, async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    "docs",
    "list",
    "explain",
    "lint",
    "doctor",
    "run",
    "failures",
    "policy",
  ]);
  expect((await call("docs", { page: "target-file" })).text).toContain("base_url");
  expect(await call("lint")).toMatchObject({ failed: true });
  expect((await call("failures")).text).toContain("Nothing was run yet");

  writeFileSync(join(dir, "app.ts"), SP);
  writeFileSync(join(dir, "jitterbug.yaml"), TARGET);
  const linted = await call("lint");
  expect(linted).toMatchObject({
    failed: true,
    text: expect.stringMatching(/jitterbug\.yaml:8:1[\s\S]*connections/) as string,
  });
  edit("jitterbug.yaml", "conections:", "connections:");
  expect(await call("lint")).toMatchObject({ failed: false });

  const examined = await call("doctor");
  expect(examined).toMatchObject({ failed: true, text: expect.stringContaining("$.id") as string });
  edit("jitterbug.yaml", "$.number", "$.id");

  const ids = ["rep-same", "mail-change", "miss-email"];
  const wrong = async () => (await call("run", { ids })).text.split("\n").filter((line) => line.startsWith("failed: "));
  expect(await wrong()).toEqual([expect.stringMatching(/^failed: rep-same .*\(2 more follow from it\)$/)]);
  expect((await call("explain", { id: "rep-same" })).text).toContain("Fix");
  const first = await call("failures", { check: "rep-same" });
  expect(first.text).toMatch(/fix: Store the identity[\s\S]*accounts: .*"created"[\s\S]*GET http.*callback/);
  edit("app.ts", "undefined; // FAULT", "this.rows.find(({ email }) => email === claims.email); // FAULT");

  expect((await wrong()).some((line) => line.includes("mail-change"))).toBe(true);
  expect((await call("failures", { check: "mail-change" })).text).toMatch(/fix: /);
  edit("app.ts", "email }) => email === claims.email); // FAULT", "subject }) => subject === claims.sub);");

  const left = await wrong();
  expect(left).toHaveLength(1);
  expect(left[0]).toContain("miss-email");
  edit(
    "app.ts",
    'const email = String(claims.email ?? ""); // FAULT',
    'if (typeof claims.email !== "string") return null;\n    const { email } = claims;',
  );
  expect(await wrong()).toEqual([]);
  expect((await call("failures")).text).toBe("Nothing went wrong.");
  expect((await call("policy")).text).toMatch(/^# for the target\npolicy:\n {2}\w+: "\w+" # \d+ checks? rests? on it/);
});

test("no argument reaches another host, a file, a flag or a command", async () => {
  writeFileSync(
    join(dir, "jitterbug.yaml"),
    TARGET.replace("conections", "connections").replaceAll("localhost:{{port}}", "sp.example.com"),
  );
  for (const [name, args] of [
    ["run", { allowRemote: "sp.example.com" }],
    ["run", { target: "/etc/passwd" }],
    ["run", { ids: ["--allow-remote=sp.example.com"] }],
    ["run", { protocol: "--allow-remote" }],
    ["explain", { id: "../../etc/passwd" }],
    ["docs", { page: "../package" }],
    ["init", {}],
  ] as const) {
    const said = await call(name, args);
    expect(said, `${name} ${JSON.stringify(args)}`).toMatchObject({ failed: true });
  }
  expect((await call("run", { allowRemote: "x" })).text).toContain("is for the person who started this server");
  const remote = await call("doctor");
  expect(remote).toMatchObject({ failed: true, text: expect.stringContaining("sp.example.com") as string });
  expect(remote.text).toMatch(/ERR_REMOTE_HOST|--allow-remote/);
});
