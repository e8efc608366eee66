import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../sp-reference/config/environment.ts";

const MAIN = fileURLToPath(new URL("../../sp-reference/start.js", import.meta.url));

test("stands at its defaults without any environment, and makes its own secrets", () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    baseUrl: "http://localhost:3000",
    host: "localhost",
    port: 3000,
    database: ":memory:",
  });
  expect(config.adminToken).not.toBe(readConfig({}).adminToken);
  expect(config.connections.get("acme-oidc")).toMatchObject({
    issuer: "http://127.0.0.1:9400/oidc/acme-oidc",
    redirectUri: "http://localhost:3000/auth/acme-oidc/callback",
    clientSecret: null,
  });
});

test("a connection's own secret goes before the common one", () => {
  const { connections } = readConfig({ CLIENT_SECRET: "common", CLIENT_SECRET_ACME_OIDC: "own" });
  const secret = (name: string) => {
    const connection = connections.get(name);
    return connection?.protocol === "oidc" ? connection.clientSecret : undefined;
  };
  expect([secret("acme-oidc"), secret("acme-oidc-two")]).toEqual(["own", "common"]);
});

const SHARED = "oidc_attributes: {}\nsaml_attributes: {}\nroles: {}\ndefault_role: null\n";

test.each([
  ["a misspelt knob", "organizations: { a: { domains: [a.test], policy: { jitt: on }, connections: {} } }", "jitt"],
  ["a wrong value", "organizations: { a: { domains: [a.test], policy: { jit: maybe }, connections: {} } }", "jit"],
  ["no domain", "organizations: { a: { domains: [], connections: {} } }", "domains"],
  [
    "a key that does not fit",
    "organizations: { a: { domains: [a.test], connections: { x: { protocol: oidc, policy: { identity_key: entity_nameid } } } } }",
    "does not fit",
  ],
  [
    "a connection twice",
    "organizations: { a: { domains: [a.test], connections: { x: { protocol: oidc } } }, b: { domains: [b.test], connections: { x: { protocol: oidc } } } }",
    "twice",
  ],
])("%s is told", (_, yaml, message) => {
  const dir = mkdtempSync(join(tmpdir(), "sp-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, "organizations.yaml");
  writeFileSync(file, `${SHARED}${yaml}\n`);
  expect(() => readConfig({ SP_CONFIG: file })).toThrow(message);
});

test("a missing file and a port that is none are told", () => {
  expect(() => readConfig({ SP_CONFIG: "/nowhere.yaml" })).toThrow("cannot read /nowhere.yaml");
  expect(() => readConfig({ PORT: "http" })).toThrow("PORT is not a port: http");
});

test("the command lists its defects, and does not start with one that it does not know", async () => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [MAIN, "--list-defects"]);
  expect(stdout).toContain("key-by-email");
  const refused = run(process.execPath, [MAIN], { env: { ...process.env, SP_DEFECTS: "nonsense", PORT: "0" } });
  await expect(refused).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("no defect nonsense") });
});
