import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { portHolder } from "../../harness/ports.ts";
import { freePort } from "../../harness/ports.ts";
import { start } from "./command-line.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jitterbug-cli-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s: what there is is written and marked partial, and nothing is left",
  async (signal) => {
    const port = await freePort();
    const report = join(folder, "report.json");
    const args = ["run", "--ephemeral-keys", "../scenarios", "--report", `json=${report}`];
    const { child, ended } = start(args, { folder: "hangs", env: { SP_PORT: String(port) } });
    try {
      while ((await portHolder(port)) === null && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill(signal);
      expect((await ended).status).toBe(130);
    } finally {
      child.kill("SIGKILL");
    }
    expect(JSON.parse(await readFile(report, "utf8"))).toMatchObject({ target: "hangs", partial: true });
    expect(await portHolder(port)).toBeNull();
  },
);
