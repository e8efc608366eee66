import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, test, expect } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { formAction, Jar } from "../idp/support.ts";
import { start } from "./command-line.ts";

/** Nobody listens where the SP says that it takes logout tokens. */
const TARGET = (idp: number, sp: number, nobody: number): string => `
target: small
base_url: http://localhost:${sp}
start: { command: [node, sp.mjs], ready: GET / }
idps: { listen: "127.0.0.1:${idp}" }
connections:
  acme:
    protocol: oidc
    client_id: app
    client_secret: app-secret
    redirect_uris: ["http://localhost:${sp}/callback"]
    backchannel_logout: "http://localhost:${nobody}/backchannel"
    sign_in: GET /login
policy: { identity_key: iss_sub, link_by: never }
observe: { session: { request: GET /me, map: { account: $.id } }, accounts: [{ http: GET /users, each: "$[*]", map: { id: $.id } }] }
`;

test.each(["idp", "demo"])("jitterbug %s says which SP was not told of a sign-out, and why", async (command) => {
  const folder = mkdtempSync(join(tmpdir(), "told-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [idp, sp, nobody] = [await freePort(), await freePort(), await freePort()];
  writeFileSync(join(folder, "jitterbug.yaml"), TARGET(idp, sp, nobody));
  writeFileSync(join(folder, "people.yaml"), "people:\n  ada:\n");
  const listening = `import { createServer } from "node:http"; createServer((_, res) => res.end("ok")).listen(${sp}, "localhost");`;
  writeFileSync(join(folder, "sp.mjs"), listening);
  const running = start([command, "--people", "people.yaml", "--ephemeral-keys"], { cwd: folder });
  onTestFinished(async () => {
    running.child.kill("SIGTERM");
    await running.ended;
  });
  let [printed, said] = ["", ""];
  running.child.stdout?.on("data", (text: string) => (printed += text));
  running.child.stderr?.on("data", (text: string) => (said += text));
  await expect.poll(() => printed + said, { timeout: 20_000 }).toMatch(/Ctrl-C/);

  const issuer = `http://127.0.0.1:${idp}/oidc/acme`;
  const redirect_uri = `http://localhost:${sp}/callback`;
  const query = new URLSearchParams({ client_id: "app", response_type: "code", scope: "openid", redirect_uri });
  const jar = new Jar();
  const page = await jar.navigate(`${issuer}/authorize?${query.toString()}`);
  const action = new URL(formAction((await page.response?.text()) ?? "", "pick"), page.url).href;
  const back = await jar.navigate(action, { method: "POST", body: new URLSearchParams({ person: "ada" }) });
  const code = new URL(back.url).searchParams.get("code") ?? "";
  const token = await fetch(`${issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("app:app-secret")}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri }),
  });
  expect(token.status).toBe(200);
  await (await fetch(`${issuer}/sign-out?person=ada`)).text();
  await expect.poll(() => said).toMatch(/^acme was not told of the sign-out: fetch failed/m);
  expect(said).toContain(`(http://localhost:${nobody}/backchannel)`);
});
