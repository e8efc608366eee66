import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findChromium } from "../../harness/agent/chromium/index.ts";
import { jitterbug, start } from "./command-line.ts";

/** With CI set a missing browser is a failure. */
const here = findChromium(process.env["JITTERBUG_CHROMIUM"]) !== null || process.env["CI"] !== undefined;
const TARGET = join(import.meta.dirname, "../../sp-reference/jitterbug.yaml");
const RUN = ["run", "--target", TARGET, "--agent", "chromium", "--id", "rep-same"];

describe.skipIf(!here)(
  here ? "run --agent chromium" : "run --agent chromium [SKIPPED: apt-get install chromium]",
  () => {
    const dir = mkdtempSync(join(tmpdir(), "jitterbug-chromium-"));
    afterAll(() => rmSync(dir, { recursive: true, force: true }));

    test("judges the reference SP as the http agent does, and pictures nothing that passed", async () => {
      const shots = join(dir, "passed");
      const ended = await jitterbug([...RUN.slice(0, -1), "link-by-name", "--screenshots", shots]);
      expect(ended.stdout).toMatch(/✓ link-by-name \[(?:oidc|saml)[^]*2 passed/);
      expect(ended.status).toBe(0);
      expect(() => readdirSync(shots)).toThrow(/ENOENT/);
    }, 120_000);

    test("a check that fails leaves a picture of each of its browsers, named by the check", async () => {
      const shots = join(dir, "failed");
      const args = [...RUN, "--protocol", "oidc", "--screenshots", shots];
      const ended = await jitterbug(args, { env: { SP_DEFECTS: "creates-each-time" } });
      expect(ended.status).toBe(1);
      const names = readdirSync(shots);
      expect(names.length).toBeGreaterThanOrEqual(2);
      for (const name of names) {
        expect(name).toMatch(/^rep-same-oidc(?:-at-acme-oidc-two)?-\d+\.png$/);
        expect(readFileSync(join(shots, name)).subarray(1, 4).toString()).toBe("PNG");
      }
    }, 120_000);

    test("no browser outlives a kit that is killed", async () => {
      // The browser's profile stays behind then; here it is removed with everything else.
      const { child, ended } = start(RUN, { env: { TMPDIR: dir } });
      let pids: readonly string[] = [];
      await expect.poll(() => (pids = browsersOf(String(child.pid))).length, { timeout: 40_000 }).toBeGreaterThan(0);
      child.kill("SIGKILL");
      await ended;
      await expect.poll(() => pids.filter(lives), { timeout: 15_000 }).toEqual([]);
    }, 60_000);
  },
);

/** The processes below this one whose program is a browser. */
function browsersOf(parent: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    const stat = statOf(pid);
    return stat !== null && stat.parent === parent && /chrom/.test(stat.command);
  });
}

function lives(pid: string): boolean {
  const stat = statOf(pid);
  return stat !== null && stat.state !== "Z" && /chrom/.test(stat.command);
}

function statOf(pid: string): { readonly command: string; readonly state: string; readonly parent: string } | null {
  try {
    const [, command = "", state = "", parent = ""] =
      /^\d+ \((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "latin1")) ?? [];
    return { command, state, parent };
  } catch {
    return null;
  }
}
