import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { Kit, type Ended } from "../faults/kit.ts";
import { accountsAt, CALL, FACTS, folder, RESET, running } from "./configured/ground.ts";

const REP_SAME = fileURLToPath(new URL("../../scenarios/repeat/rep-same.yaml", import.meta.url));

function run(dir: string, ...flags: readonly string[]): Promise<Ended> {
  return new Kit(dir, ["run", REP_SAME, ...flags]).ended;
}

describe("prepare", () => {
  test("tells the SP of the IdPs by its own API before anything is asked of it", async () => {
    const { status, stdout } = await run(folder({ prepare: [CALL] }));
    expect(stdout).toMatch(/starting the SP\n.*preparing the SP\n(?:.*\n)*.*✓ rep-same \[oidc\]/);
    expect(status).toBe(0);
  });

  test("without it the doctor finds that this SP is not set up", async () => {
    const { status, stdout } = await run(folder({}));
    expect(stdout).toContain("its sign_in does not lead to the IdP: HTTP 503");
    expect(status).toBe(3);
  });

  test("fills a form as an administrator would, by actions in one browser", async () => {
    const prepare = [{ open: "/setup" }, { fill: FACTS }, { press: "Save" }];
    expect((await run(folder({ prepare }))).status).toBe(0);
  });

  test("is done for the doctor, too", async () => {
    const { status, stdout } = await new Kit(folder({ prepare: [CALL] }), ["doctor"]).ended;
    expect(stdout).toContain("All is well");
    expect(status).toBe(0);
  });

  test.each([
    [
      "a call that is refused",
      [{ http: "POST /admin/idps", json: { issuer: "nowhere" } }],
      /^ERR_PREPARE {2}prepare \(jitterbug\.yaml:\d+:1\) was refused: POST \/admin\/idps answered HTTP 422: \{"error":"issuer must be an address"\}\n/,
    ],
    [
      "a page that says no",
      [{ open: "/setup" }, { press: "Save" }],
      /^ERR_PREPARE {2}prepare \(jitterbug\.yaml:\d+:\d+\) was refused: HTTP 422 at http:\/\/localhost:\d+\/setup: issuer must be an address\n/,
    ],
    [
      "a request of a page's script that is refused",
      [{ request: "POST /admin/idps", json: {} }],
      /^ERR_PREPARE {2}prepare \(.*\) was refused: HTTP 422 at .*\/admin\/idps: \{"error":"issuer must be an address"\}\n/,
    ],
    [
      "a button that is not there",
      [{ open: "/setup" }, { press: "Store" }],
      /^ERR_PREPARE {2}prepare \(.*\) found nothing to press named "Store" on the page at http:.*\/setup \(it has "Save"\): name what is there/,
    ],
    [
      "a command that fails",
      [{ exec: [process.execPath, "-e", "console.error('no such tenant'); process.exit(3)"] }],
      /^ERR_PREPARE {2}prepare \(.*\) .*no such tenant/s,
    ],
  ])("%s ends the run with its place and the SP's answer", async (_, prepare, told) => {
    const { status, stderr, report } = await run(folder({ prepare }));
    expect(stderr).toMatch(told);
    expect(status).toBe(3);
    expect(report?.checks.map(({ verdict }) => verdict)).toEqual(["not_applicable"]);
  });

  test("an SP that runs already may have been told before: ok says which answers are as good", async () => {
    const port = await running();
    expect(
      (await run(folder({ prepare: [CALL], idps: { listen: `localhost:${await freePort()}` } }, port))).status,
    ).toBe(0);
    const again = await run(folder({ prepare: [CALL] }, port));
    expect(again.stderr).toContain('answered HTTP 409: {"error":"there is a provider already"}');
    expect(again.status).toBe(3);
    const fine = await run(folder({ prepare: [{ ...CALL, ok: [409] }] }, port));
    expect(fine.stderr).not.toContain("ERR_PREPARE");
  });
});

describe("seed.mapping", () => {
  const json = { issuer: "{{issuer}}", client_id: "{{client_id}}", client_secret: "{{client_secret}}" };
  const mapping = { http: "POST /admin/idps", json };

  test("tells the SP of each connection", async () => {
    const { status, stdout } = await run(folder({ seed: { mapping } }));
    expect(stdout).toMatch(/telling the SP of its connections\n(?:.*\n)*.*✓ rep-same \[oidc\]/);
    expect(status).toBe(0);
  });

  test("ends the run with its place and the SP's answer where it is refused", async () => {
    const refused = folder({ seed: { mapping: { ...mapping, json: { ...json, issuer: "nowhere" } } } });
    const { status, stderr } = await run(refused);
    expect(stderr).toMatch(
      /ERR_SEED {2}seed\.mapping \(.*jitterbug\.yaml:\d+\) was refused: POST \/admin\/idps .*must be an/,
    );
    expect(status).toBe(3);
  });
});

describe("--profile", () => {
  test("judges an SP in the shape of a vendor that its connections do not name", async () => {
    const { status, stdout } = await run(folder({ prepare: [CALL] }), "--profile", "entra");
    expect(stdout).toContain("✓ rep-same [oidc, entra]");
    expect(status).toBe(0);
  });

  test("is not applicable to an SP that is not told of it", async () => {
    const { status, report } = await run(folder({}), "--profile", "entra");
    expect(report?.checks).toMatchObject([
      {
        verdict: "not_applicable",
        reason:
          "the SP is not told what Microsoft Entra ID sends: nothing in the target file reads " +
          "`{{connections.only.issuer}}`, which is an address of its own",
      },
    ]);
    expect(status).toBe(2);
  });

  test.each([
    ["octa", "Did you mean `okta`?"],
    ["shibboleth", "is of a protocol that shibboleth does not have"],
  ])("tells what is wrong with %s", async (profile, cure) => {
    const { status, stderr } = await run(folder({ prepare: [CALL] }), "--profile", profile);
    expect(stderr).toContain(`no connection has the profile ${profile}`);
    expect(stderr).toContain(cure);
    expect(status).toBe(2);
  });

  test("is one at a time", async () => {
    const { stderr } = await run(folder({ prepare: [CALL] }), "--profile", "okta", "--profile", "entra");
    expect(stderr).toContain("name it alone");
  });
});

describe("reset", () => {
  test("is done ahead of prepare, and only where it is asked for", async () => {
    const port = await running();
    const dir = folder({ prepare: [CALL], reset: [RESET] }, port);
    expect((await run(dir)).status).toBe(0);
    const left = await accountsAt(port);
    expect(left.length).toBeGreaterThan(0);
    expect((await run(dir)).stderr).toContain("there is a provider already");
    expect(await accountsAt(port)).toEqual(left);
    const { status, stdout } = await run(dir, "--reset");
    expect(stdout).toMatch(/emptying the SP\n.*preparing the SP\n/);
    expect(status).toBe(0);
    for (const account of left) expect(await accountsAt(port)).not.toContainEqual(account);
  });

  test("--reset without one is a usage error, and nothing is started", async () => {
    const { status, stdout, stderr } = await run(folder({ prepare: [CALL] }), "--reset");
    expect(stderr).toContain("--reset needs a `reset`");
    expect(status).toBe(2);
    expect(stdout).toBe("");
  });
});
