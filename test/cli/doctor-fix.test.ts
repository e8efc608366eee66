import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { jitterbug, type Ended } from "./command-line.ts";

const SP = fileURLToPath(new URL("fixtures/init/sp.js", import.meta.url));
let folder: string;
let port: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "jitterbug-fix-"));
  port = String(await freePort());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A target file that fits the SP of fixtures/init, with comments and blanks of its author. */
const fitting = () => `target: acme   # ours
base_url: http://localhost:${port}
idps: { listen: "127.0.0.1:0" }
start:
  command: ["{{node}}", ${JSON.stringify(SP)}]
  env:
    PORT: "${port}"
    OIDC_ISSUER: "{{connections.oidc.issuer}}"
    OIDC_CLIENT_ID: "{{connections.oidc.client_id}}"
    OIDC_CLIENT_SECRET: "{{connections.oidc.client_secret}}"
  ready: GET /
  timeout: 5

connections:
  oidc: { protocol: oidc, client_id: app, client_auth: post, redirect_uris: ["http://localhost:${port}/auth/callback"], sign_in: GET /auth/login }
observe:
  session: { request: GET /api/me,  map: { account: $.user.id } }  # who
  accounts:
    http: GET /api/users
    each: "$.users[*]"
    map: { id: $.id, email: $.email }   # no more
`;

function write(changes: readonly (readonly [from: string, to: string])[]): string {
  const text = changes.reduce((now, [from, to]) => now.replace(from, to), fitting());
  writeFileSync(join(folder, "jitterbug.yaml"), text);
  return text;
}

const written = () => readFileSync(join(folder, "jitterbug.yaml"), "utf8");
const doctor = (...args: readonly string[]): Promise<Ended> => jitterbug(["doctor", ...args], { cwd: folder });

describe("doctor --fix", { timeout: 120_000 }, () => {
  it.each([
    ["the email's path", "email: $.email", "email: $.mail", "map.email of http ($.mail) finds nothing"],
    ["the session's path", "account: $.user.id", "account: $.id", "nobody is signed in"],
    ["the list's path", '"$.users[*]"', '"$.accounts[*]"', "each ($.accounts[*]) finds nothing"],
    ["how the client authenticates", "client_auth: post", "client_auth: basic", "client_secret_post"],
    ["the request that shows that it is ready", "ready: GET /", "ready: GET /healthz", "it answers GET /"],
  ])("mends %s, and nothing else", async (_, right, wrong, because) => {
    write([[right, wrong]]);
    const ended = await doctor("--fix");
    expect(ended.stdout).toContain("Changed jitterbug.yaml:\n");
    expect(ended.stdout).toContain(because);
    expect(ended.stdout).toMatch(new RegExp(`^ +\\d+ - .*${literal(wrong)}.*\n +\\d+ \\+ .*${literal(right)}`, "m"));
    expect(written()).toBe(fitting());
    expect(ended).toMatchObject({ status: 0, stderr: "" });
  });

  it("mends one thing after the other", async () => {
    write([
      ["email: $.email", "email: $.mail"],
      ["account: $.user.id", "account: $.id"],
      ["ready: GET /", "ready: GET /healthz"],
      ["client_auth: post", "client_auth: basic"],
    ]);
    expect(await doctor("--fix")).toMatchObject({ status: 0 });
    expect(written()).toBe(fitting());
  });

  it("finds the SP at the port that its output names", async () => {
    const other = await freePort();
    write([[`base_url: http://localhost:${port}`, `base_url: http://localhost:${other}`]]);
    const plain = await doctor();
    expect(plain.stderr).toContain(`it answers at http://localhost:${port}, which it printed`);
    expect(plain.stderr).toContain("`jitterbug doctor --fix` makes that change.");
    expect(await doctor("--fix")).toMatchObject({ status: 0 });
    expect(written()).toBe(fitting());
  });

  it("changes nothing that it does not know for sure, and nothing where all is well", async () => {
    const text = write([["account: $.user.id", "account: $.user.email"]]);
    // Both the email and the id could be what the accounts show as their id: the accounts decide.
    expect(await doctor("--fix")).toMatchObject({ status: 0 });
    expect(written()).toBe(fitting());
    expect(text).not.toBe(fitting());
    const well = await doctor("--fix");
    expect(well.stdout).not.toContain("Changed");
    const unsure = write([["GET /auth/login", "GET /nowhere"]]);
    expect(await doctor("--fix")).toMatchObject({ status: 3, stdout: expect.not.stringContaining("Changed") });
    expect(written()).toBe(unsure);
  });

  it("without the flag nothing is changed, and the flag is named", async () => {
    const text = write([["email: $.email", "email: $.mail"]]);
    const ended = await doctor();
    expect(ended.stdout).toContain("`jitterbug doctor --fix` mends 1 of them in the file.");
    expect(written()).toBe(text);
  });
});

describe("doctor", { timeout: 60_000 }, () => {
  it("signs in twice: an SP that makes another account each time is told, with both", async () => {
    write([["    PORT:", "    FORGETS: yes\n    PORT:"]]);
    const { status, stdout } = await doctor();
    expect(stdout).toMatch(
      /signed in as account u2, and at the next sign-in as account u3\n.*2 accounts are this person's/,
    );
    expect(status).toBe(3);
  });

  it("says which checks will be unobservable, and why", async () => {
    write([]);
    const { stdout } = await doctor();
    expect(stdout).toMatch(/\? \d+ of \d+ checks will be unobservable:/);
    expect(stdout).toMatch(/\d+: .*seed/);
    const { foresight } = JSON.parse((await doctor("--json")).stdout) as { readonly foresight: unknown };
    expect(foresight).toMatchObject({ planned: expect.any(Number) });
  });
});

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
