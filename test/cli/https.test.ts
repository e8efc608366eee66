import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../harness/agent/chromium/index.ts";
import { ownIdentity, type TlsIdentity } from "../../harness/idp/tls/authority.ts";
import { jitterbug } from "./command-line.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const dir = mkdtempSync(join(tmpdir(), "jitterbug-https-"));
const chromium = findChromium(process.env["JITTERBUG_CHROMIUM"]) !== null || process.env["CI"] !== undefined;

let sp: TlsIdentity;
beforeAll(async () => {
  sp = await ownIdentity(["sp.test"], null);
  const [leaf = ""] = sp.certificate.split(/(?<=-----END CERTIFICATE-----\n)/);
  writeFileSync(join(dir, "sp.pem"), leaf);
  writeFileSync(join(dir, "sp-key.pem"), sp.key);
  writeFileSync(join(dir, "sp-ca.pem"), sp.ca.pem);
});
afterAll(async () => {
  await sp.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The reference SP's own target file, with another start; what a replacement does not find fails the test. */
function target(name: string, changes: readonly (readonly [from: string, to: string])[]): string {
  let text = readFileSync(join(ROOT, "sp-reference/jitterbug.yaml"), "utf8");
  for (const [from, to] of [["cwd: ..", `cwd: ${JSON.stringify(ROOT)}`] as const, ...changes]) {
    expect(text).toContain(from);
    text = text.replaceAll(from, to);
  }
  const file = join(dir, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}

const IDPS = ["start:\n", "idps: { tls: true }\nstart:\n"] as const;
const TRUST = ["    ADMIN_TOKEN:", '    NODE_EXTRA_CA_CERTS: "{{idps.ca}}"\n    ADMIN_TOKEN:'] as const;
const SP = [
  ["start:\n", "ca: sp-ca.pem\nstart:\n"],
  ["http://localhost:{{port}}", "https://sp.test:{{port}}"],
  [
    'command: ["{{node}}", sp-reference/start.js]',
    `command: [${JSON.stringify(process.execPath)}, test/cli/fixtures/https-sp.ts]`,
  ],
  [
    "    ADMIN_TOKEN:",
    `    TLS_CERTIFICATE: ${JSON.stringify(join(dir, "sp.pem"))}\n    TLS_KEY: ${JSON.stringify(join(dir, "sp-key.pem"))}\n    ADMIN_TOKEN:`,
  ],
] as const;
const RUN = ["--id", "rep-same"];

describe("IdPs by https, and an SP by https at a name of its own", () => {
  const args = () => ["run", "--target", target("both", [IDPS, TRUST, ...SP]), ...RUN];

  test("are run by the http agent, which is told of the name on the command line", async () => {
    const ended = await jitterbug([...args(), "--resolve", "sp.test:{{port}}:127.0.0.1"]);
    expect(ended.stdout).toMatch(/✓ rep-same \[oidc\]/);
    expect(ended.stdout).toMatch(/✓ rep-same \[saml\]/);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
  }, 120_000);

  test.skipIf(!chromium)(
    `are run by Chromium, by the target file alone${chromium ? "" : " [SKIPPED: apt-get install chromium]"}`,
    async () => {
      const resolved = ["start:\n", 'resolve: ["sp.test:{{port}}:127.0.0.1"]\nstart:\n'] as const;
      const file = target("chromium", [IDPS, TRUST, ...SP, resolved]);
      const ended = await jitterbug(["run", "--target", file, "--agent", "chromium", "--id", "rep-same"]);
      expect(ended.stdout).toMatch(/✓ rep-same \[oidc\]/);
      expect(ended.stdout).toMatch(/✓ rep-same \[saml\]/);
      expect(ended.status).toBe(0);
    },
    400_000,
  );

  test("are not, where the name leads elsewhere or nowhere", async () => {
    const nowhere = await jitterbug(args());
    expect(nowhere.status).toBe(2);
    expect(nowhere.stderr).toMatch(/ERR_REMOTE_HOST.*sp\.test/s);
    const elsewhere = await jitterbug([...args(), "--resolve", "sp.test:{{port}}:192.0.2.1"]);
    expect(elsewhere.status).toBe(2);
    expect(elsewhere.stderr).toMatch(/--allow-remote sp\.test/);
  }, 120_000);

  test("--resolve that is none is a usage error", async () => {
    const ended = await jitterbug(["doctor", "--target", target("usage", []), "--resolve", "sp.test:127.0.0.1"]);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/host:port:address.*sp\.test:8443:127\.0\.0\.1/s);
  });
});

/** An SP with one connection, which knows every endpoint of its IdP beforehand. */
function small(name: string, idps: string): string {
  const file = join(dir, `${name}.yaml`);
  writeFileSync(
    file,
    `target: late
base_url: "http://localhost:{{port}}"
idps: ${idps}
start:
  command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(join(import.meta.dirname, "fixtures/late-sp.ts"))}]
  env:
    PORT: "{{port}}"
    AUTHORIZE: "{{connections.c.authorization_endpoint}}"
    TOKEN: "{{connections.c.token_endpoint}}"
  ready: GET /accounts
connections:
  c: { protocol: oidc, client_id: app, redirect_uris: ["{{base_url}}/callback"], sign_in: GET /login }
observe:
  session: { request: GET /me, map: { account: $.id } }
  accounts: { http: GET /accounts, each: "$[*]", map: { id: $.id, email: $.email } }
`,
  );
  return file;
}

test("what must be trusted is told with each connection", async () => {
  const file = small("told", `{ tls: true, url: "https://idp.test:0" }`);
  const text = await jitterbug(["idp", "--target", file, "--print"]);
  const ca = join(dir, ".jitterbug/ca.pem");
  expect(text.stdout).toMatch(/Issuer +https:\/\/idp\.test:\d+\/oidc\/c/);
  expect(text.stdout).toContain(`Trusted for https (PEM)  ${ca}`);
  const { stdout } = await jitterbug(["idp", "--target", file, "--print", "--json"]);
  const { connections } = JSON.parse(stdout) as { connections: { idp: { ca_file: string } }[] };
  expect(connections.map(({ idp }) => idp.ca_file)).toEqual([ca]);
}, 120_000);

test("an SP that does not trust the IdPs is told of first, with the file to trust", async () => {
  const ended = await jitterbug(["run", "--target", target("untrusted", [IDPS]), "--id", "rep-same"]);
  expect(ended.status).toBe(3);
  const ca = join(dir, ".jitterbug/ca.pem");
  expect(ended.stdout).toMatch(/✗ https: the SP does not trust the IdPs' certificate/);
  expect(ended.stdout).toContain(`have it trust ${ca}`);
  const again = { NODE_EXTRA_CA_CERTS: ca };
  const cured = await jitterbug(["run", "--target", join(dir, "untrusted.yaml"), "--id", "rep-same"], { env: again });
  expect(cured.status).toBe(0);
}, 120_000);

test("one that first speaks to the IdPs when somebody comes back is told where that ends", async () => {
  const file = small("late", "{ tls: true }");
  const told = /HTTP 403 at \S+ "Sorry".*; the SP does not trust the IdPs' certificate/;
  const doctor = await jitterbug(["doctor", "--target", file]);
  expect(doctor.stdout).toMatch(/✗ sign-in c/);
  expect(doctor.stdout.replaceAll(/\s+/g, " ")).toMatch(told);
  const run = await jitterbug(["run", "--target", file, "--id", "rep-same"]);
  expect(run.status).toBe(3);
  expect(run.stdout.replaceAll(/\s+/g, " ")).toMatch(told);
}, 120_000);
