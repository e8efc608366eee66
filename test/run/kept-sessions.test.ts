import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startIdpsFor } from "../../harness/run/idps-for.ts";
import { loadIdps, parsePerson } from "../../harness/scenario/index.ts";
import { formAction, Jar } from "../idp/support.ts";

/** Where a second request of the same browser ends, the first of which signed Ada in. */
async function second(idps: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "jitterbug-kept-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "jitterbug.yaml");
  writeFileSync(
    file,
    `${idps}\nconnections: { web: { protocol: oidc, client_id: app, signing_alg: ES256, redirect_uris: ["http://localhost:3000/cb"] } }\n`,
  );
  const target = loadIdps(file, { env: {} });
  const running = await startIdpsFor({
    target,
    people: [parsePerson("ada", { email: "ada@acme.test" })],
    stateDir: null,
  });
  onTestFinished(() => running.close());
  const [setup] = running.setups;
  if (setup?.protocol !== "oidc") throw new Error("not an OIDC connection");
  const query = { client_id: "app", response_type: "code", scope: "openid", redirect_uri: "http://localhost:3000/cb" };
  const request = `${setup.idp.authorization_endpoint}?${new URLSearchParams(query).toString()}`;
  const jar = new Jar();
  const { url, response } = await jar.navigate(request);
  const action = new URL(formAction((await response?.text()) ?? "", "pick"), url).href;
  await jar.navigate(action, { method: "POST", body: new URLSearchParams({ person: "ada" }) });
  return (await jar.navigate(request)).url;
}

test("`session: keep` has the IdPs of `idp` know a browser again", async () => {
  expect(await second("idps: { session: keep }")).toMatch(/^http:\/\/localhost:3000\/cb\?code=/);
  expect(await second("idps: {}")).toContain("/login/");
});

test("it says nothing else", async () => {
  await expect(second("idps: { session: forget }")).rejects.toMatchObject({
    faults: [expect.objectContaining({ message: expect.stringMatching(/must be `keep`/) as string })],
  });
});
