import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { served } from "../idp/scim/support.ts";
import { jitterbug } from "./command-line.ts";

/** A target file whose SP runs at that address, in a folder of its own. */
function folder(base_url: string): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-push-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const text = `target: app
base_url: ${base_url}
organizations: { acme: { verified_domains: [acme.test] } }
connections: { oidc: { protocol: oidc, client_id: app, redirect_uris: ["http://localhost/cb"], sign_in: GET /login } }
observe:
  session: { request: GET /me, map: { account: $.id } }
  accounts: { http: GET /users, each: "$[*]", map: { id: $.id } }
scim: { base: "/scim/{{organization.name}}", auth: { bearer: "\${SCIM_TOKEN}" } }
`;
  writeFileSync(join(dir, "jitterbug.yaml"), text);
  writeFileSync(join(dir, "people.yaml"), "people: { ada: {} }\n");
  return dir;
}

const TOKEN = "s3cret-of-the-directory";
const env = { SCIM_TOKEN: TOKEN };

test("prints what was sent and answered, and never the token", async () => {
  const { origin, asked } = await served((req, res) => {
    req.resume();
    const known = req.headers.authorization === `Bearer ${TOKEN}`;
    const list = JSON.stringify({ totalResults: 0, Resources: [] });
    const told = req.method === "GET" ? list : `{"id":"7","seen":"${req.headers.authorization ?? ""}"}`;
    res.writeHead(known ? 200 : 401).end(known ? told : `{"detail":"not ${req.headers.authorization ?? ""}"}`);
  });
  const cwd = folder(origin);
  const done = await jitterbug(["scim", "push", "ada", "--people", "people.yaml", "--dialect", "entra"], { cwd, env });
  expect(done.stdout).toMatch(
    /^GET    \/Users\?filter=userName eq "ada\.demo@acme\.test".* {2}→ {2}HTTP 200\nPOST   \/Users {2}→ {2}HTTP 200\ndone: HTTP 200 at POST \/Users\n$/,
  );
  expect(done.status).toBe(0);
  expect(asked.map(({ path }) => path.split("?", 1)[0])).toEqual(["/scim/acme/Users", "/scim/acme/Users"]);
  const refused = await jitterbug(["scim", "push", "ada", "--people", "people.yaml"], {
    cwd,
    env: { SCIM_TOKEN: "another-t0ken" },
  });
  expect(refused.stdout).toContain("refused: HTTP 401 at POST /Users");
  expect(refused.status).toBe(1);
  expect(done.stdout + refused.stdout).not.toMatch(/s3cret|another-t0ken/);
});

test("what is wrong is one line with its cure", async () => {
  const { origin } = await served((req, res) => {
    req.resume();
    res.writeHead(302, { location: "/login" }).end();
  });
  const cwd = folder(origin);
  const wrong = await jitterbug(["scim", "push", "ada", "--people", "people.yaml"], { cwd, env });
  expect(wrong.stderr).toContain("POST /Users answered HTTP 302, and leads to /login: no IdP follows that");
  expect(wrong.stderr).toContain("Correct scim: base");
  expect(wrong.status).toBe(3);
  const nobody = await jitterbug(["scim", "push", "adda", "--people", "people.yaml"], { cwd, env });
  expect(nobody.stderr).toContain("ada");
  expect(nobody.status).toBe(2);
});
