import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { jitterbug } from "../cli/command-line.ts";
import { fittingFlags } from "../cli/fitting.ts";
import { here } from "./chromium.ts";
import { startDemo } from "./demo.ts";

interface Side {
  readonly error?: string;
  readonly decision: { readonly said: string };
  readonly unseen: boolean;
  readonly seen: {
    readonly happened: { readonly sent: object };
    readonly exchanges: readonly { readonly by: string; readonly request: { readonly headers: object } }[];
  };
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jitterbug-demo-"));
  const port = String(await freePort());
  const made = await jitterbug(["init", ...fittingFlags(port), "--no-doctor"], { cwd: folder, env: { PORT: port } });
  expect(made).toMatchObject({ status: 0, stderr: "" });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts the demo of the target file once it is changed so, and signs somebody in so many times as the page does. */
async function signsIn(
  change: (written: string) => string,
  times: number,
  flags: readonly string[] = [],
): Promise<readonly Side[]> {
  const file = join(folder, "jitterbug.yaml");
  await writeFile(file, change(await readFile(file, "utf8")));
  const port = /localhost:(\d+)/.exec(await readFile(file, "utf8"))?.[1] ?? "";
  const demo = await startDemo(["--target", file, "--ephemeral-keys", ...flags], folder, { PORT: port });
  try {
    const { origin, hash } = new URL(demo.url);
    const headers = { authorization: `Bearer ${hash.slice(1)}`, "content-type": "application/json", origin };
    const sides: Side[] = [];
    for (let time = 0; time < times; time++) {
      const body = JSON.stringify({ person: "ada", connection: "oidc" });
      const answer = await fetch(`${origin}/api/sign-in`, { method: "POST", headers, body });
      const { sides: told } = (await answer.json()) as { readonly sides: readonly Side[] };
      sides.push(...told);
    }
    return sides;
  } finally {
    await demo.close();
  }
}

describe("demo of a target of one's own", () => {
  it("says nothing of accounts where the target file does not show them", async () => {
    const without = (written: string): string => written.replace(/^ {2}accounts:\n(?: {4}.*\n)+/m, "");
    const [first, second] = await signsIn(without, 2);
    expect(first).toMatchObject({
      unseen: true,
      decision: { said: expect.stringMatching(/^The SP let .* in, as account u2\.$/) },
    });
    expect(second).toMatchObject({
      unseen: true,
      decision: { said: expect.stringMatching(/^The SP knew .*, and let them in\.$/) },
    });
    // What the people file notes of somebody is for people.
    expect(JSON.stringify(first)).not.toContain("New hire");
    // A run does not judge what nobody can see.
    expect(await jitterbug(["run"], { cwd: folder })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("`accounts` is missing"),
    });
  });

  it("has its IdPs like a vendor's where that is asked, as far as the SP is told of it", async () => {
    const [keycloak] = await signsIn((written) => written, 1, ["--profile", "keycloak"]);
    expect(keycloak?.decision.said).toMatch(/^The SP made an account for .* and let them in\.$/);
    expect(JSON.stringify(keycloak?.seen.happened.sent)).toMatch(/"[0-9a-f]{8}-[0-9a-f]{4}-/);
    const untold = (written: string): string =>
      written.replaceAll(/\{\{connections\.oidc\.issuer\}\}/g, "http://127.0.0.1:9/");
    const [refused] = await signsIn(untold, 1, ["--profile", "keycloak"]);
    expect(refused?.error).toMatch(
      /^the SP is not told what Keycloak sends: nothing in the target file reads `\{\{connections\.oidc\.issuer\}\}`, which is an address of its own$/,
    );
    expect(await jitterbug(["demo", "--target", folder, "--profile", "oktaa"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Did you mean `okta`?"),
    });
  });

  it("says why it can not run a second time beside itself, and in whose shape its IdPs are", async () => {
    const port = /localhost:(\d+)/.exec(await readFile(join(folder, "jitterbug.yaml"), "utf8"))?.[1] ?? "";
    const demo = await startDemo(["--target", folder, "--ephemeral-keys", "--profile", "keycloak"], folder, {
      PORT: port,
    });
    try {
      const { origin, hash } = new URL(demo.url);
      const answer = await fetch(`${origin}/api/events`, { headers: { authorization: `Bearer ${hash.slice(1)}` } });
      let text = "";
      for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += part;
        if (text.includes('"entries"')) break;
      }
      const { state } = JSON.parse(text.trim().split("\n")[0] ?? "") as { readonly state: object };
      expect(state).toMatchObject({
        target: expect.stringMatching(/, its IdPs like Keycloak's$/),
        once: expect.stringMatching(/^Write `\{\{port\}\}` in `base_url`/),
        vendors: [],
      });
    } finally {
      await demo.close();
    }
  });

  it.skipIf(!here)(
    `signs people in by the agent of the target file${here ? "" : " [SKIPPED: apt-get install chromium]"}`,
    async () => {
      const [side] = await signsIn((written) => `${written}agent: chromium\n`, 1);
      expect(side?.decision.said).toMatch(/^The SP made an account for .* and let them in\.$/);
      const [visit] = side?.seen.exchanges.filter(({ by }) => by === "browser") ?? [];
      expect(JSON.stringify(visit?.request.headers)).toContain("Chrome/");
    },
  );
});
