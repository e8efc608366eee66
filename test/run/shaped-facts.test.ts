import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openWorld } from "../../harness/run/open-world.ts";
import { Teardown } from "../../harness/run/teardown.ts";
import { loadTarget } from "../../harness/scenario/index.ts";

/** Writes down what it was told, and is ready. */
const SP = `require("node:fs").writeFileSync(process.env.OUT, process.env.TOLD);
require("node:http").createServer((req, res) => res.end("{}")).listen(Number(process.env.PORT), "localhost");`;

const told = [
  "corp.claims.email",
  "corp.claims.subject",
  "corp.groups.one",
  "entra.attributes.email",
  "entra.attributes.groups",
  "entra.groups.one",
].map((field) => `{{connections.${field}}}`);

it("an SP is told the names and the groups' form that a connection's profile gives them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jitterbug-shaped-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const out = join(folder, "told");
  writeFileSync(join(folder, "sp.cjs"), SP);
  writeFileSync(
    join(folder, "jitterbug.yaml"),
    `target: app
base_url: "http://localhost:{{port}}"
start: { command: ["{{node}}", sp.cjs], env: { PORT: "{{port}}", OUT: ${JSON.stringify(out)}, TOLD: "${told.join(" ")}" }, ready: GET / }
defaults: { roles: { one: { group: engineering, role: member } } }
connections:
  corp: { protocol: oidc, profile: keycloak, client_id: a, redirect_uris: "{{base_url}}/cb", sign_in: GET /in, claims: { email: mail } }
  entra: { protocol: saml, profile: entra, sp_entity_id: urn:a, acs: "{{base_url}}/acs", sign_in: GET /in }
observe: { session: { request: GET /me, map: { account: $.id } }, accounts: { http: GET /accounts, each: $, map: { id: $.id } } }
`,
  );
  const teardown = new Teardown();
  onTestFinished(async () => void (await teardown.run()));
  const target = loadTarget(join(folder, "jitterbug.yaml"), { env: {} });
  await openWorld({ target, environment: process.env, allowRemote: [], stateDir: null }, teardown);
  expect(readFileSync(out, "utf8").split(" ")).toEqual([
    "mail",
    "sub",
    "/engineering",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups",
    "22c4cae9-49a6-43aa-be9e-eea091592b2f",
  ]);
});
