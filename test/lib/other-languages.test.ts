import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { start } from "../cli/command-line.ts";
import { SmallSp } from "../run/small/sp.ts";

const page = readFileSync(new URL("../../docs/without-node.md", import.meta.url), "utf8");
const [, python = ""] = /^```python\n(.*?)^```$/ms.exec(page) ?? [];

/** What became of its two tests. */
async function pytest(dir: string, env: { readonly [name: string]: string }) {
  const child = spawn("python3", ["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_sso.py"], {
    cwd: dir,
    env: { PATH: process.env["PATH"], HOME: dir, NO_COLOR: "1", PYTHONDONTWRITEBYTECODE: "1", ...env },
  });
  let told = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (told += text));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, told };
}

test("pytest says who signs in, as the page shows it", { timeout: 300_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-pytest-"));
  const sp = new SmallSp();
  await sp.start();
  const listen = `127.0.0.1:${await freePort()}`;
  sp.idp = `http://${listen}`;
  const connection = {
    protocol: "oidc",
    client_id: "small",
    client_auth: "none",
    redirect_uris: [`${sp.base_url}/callback`],
  };
  writeFileSync(join(dir, "jitterbug.yaml"), JSON.stringify({ idps: { listen }, connections: { acme: connection } }));
  writeFileSync(join(dir, "people.yaml"), JSON.stringify({ people: { ada: { email: "ada@acme.test" } } }));
  writeFileSync(join(dir, "test_sso.py"), python);
  const token = "a-token-of-this-test";
  const kit = start(["idp", "--people", "people.yaml", "--control", "0"], {
    cwd: dir,
    env: { JITTERBUG_CONTROL_TOKEN: token },
  });
  try {
    let said = "";
    kit.child.stdout?.on("data", (text: string) => (said += text));
    await vi.waitFor(() => expect(said).toContain("The IdPs run"), { timeout: 120_000 });
    const control = /POST (http:\S+\/control)\/next/.exec(said)?.[1] ?? "none";
    const env = { JITTERBUG_CONTROL: control, JITTERBUG_CONTROL_TOKEN: token, SP: sp.base_url };
    expect(await pytest(dir, env)).toMatchObject({ status: 0, told: expect.stringContaining("2 passed") as string });
    expect(sp.rows.map(({ email }) => email)).toEqual(["ada@acme.test"]);
    // An SP that takes whatever it is given turns the second one red.
    sp.admit = () => null;
    expect((await pytest(dir, env)).told).toMatch(/1 failed, 1 passed|2 failed/);
  } finally {
    kit.child.kill("SIGTERM");
    await kit.ended;
    await sp.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
