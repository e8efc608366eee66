import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jitterbug, type Ended } from "./command-line.ts";

const TARGET = new URL("../../sp-reference/jitterbug.yaml", import.meta.url).pathname;
const PATIENCE = 200_000;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "jitterbug-baseline-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const baseline = (): string => join(dir, "jitterbug.baseline.yaml");
const write = (text: string): void => writeFileSync(baseline(), text);
const read = (): string => readFileSync(baseline(), "utf8");

/** Two checks at the reference SP, of which the defect fails one. */
function run(defects: string, ...more: readonly string[]): Promise<Ended> {
  const which = ["--protocol", "oidc", "--policy", "email_sync=on", "--id", "mail-change", "--id", "rep-same"];
  const args = ["run", "--target", TARGET, "--ephemeral-keys", ...which, "--baseline", baseline(), ...more];
  return jitterbug(args, { env: { SP_DEFECTS: defects } });
}

describe("a baseline", () => {
  it(
    "is written, refused until it says why, held to, and red once the SP is mended",
    async () => {
      const first = await run("key-by-email", "--update-baseline");
      expect(first.status).toBe(1);
      expect(first.stdout).toContain("1 failure added, 0 taken out");
      expect(read()).toContain("id: mail-change");

      const mute = await run("key-by-email");
      expect(mute.status).toBe(2);
      expect(mute.stderr).toMatch(/jitterbug\.baseline\.yaml:\d+:\d+: `reason` must not be empty/);

      write(`# Ours.\n${read().replace('reason: ""', "reason: waits # for whom?")}`);
      const held = await run("key-by-email");
      expect(held.status).toBe(0);
      expect(held.stdout).toContain("1 failed (1 as known)");

      const mended = await run("");
      expect(mended.status).toBe(1);
      expect(mended.stdout).toMatch(/jitterbug\.baseline\.yaml:\d+:5: mail-change \[oidc.*\] fails no more/);

      const last = await run("", "--update-baseline");
      expect(last.status).toBe(0);
      expect(last.stdout).toContain("0 failures added, 1 taken out");
      expect(read()).toContain("known_failures: []");
      expect(read()).toContain("# Ours.");
    },
    PATIENCE,
  );

  it(
    "knows no failure of another kind",
    async () => {
      write(
        'known_failures: [{ id: mail-change, fails: ["step 4: outcome"], reason: "waits", expires: 2999-12-31 }]\n',
      );
      const { status, stdout } = await run("key-by-email");
      expect(status).toBe(1);
      expect(stdout).toContain("did not fail as the entry says: it does harm: second_account");
      expect(stdout).not.toContain("as known");
    },
    PATIENCE,
  );
});

describe("what is wrong with a baseline is told before anything is run", () => {
  const beside = (...args: readonly string[]): Promise<Ended> => {
    writeFileSync(join(dir, "jitterbug.yaml"), readFileSync(TARGET, "utf8"));
    return jitterbug(["run", ...args], { cwd: dir });
  };

  it("one that lies beside the target file is found, and an expired entry refused", async () => {
    write('known_failures:\n  - { id: mail-change, reason: "waits", expires: 2020-01-31 }\n');
    const { status, stdout, stderr } = await beside();
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("jitterbug.baseline.yaml:2:50: this expired on 2020-01-31");
  });

  it("a file that is not there, and two words that contradict each other, are usage errors", async () => {
    const missing = await beside("--baseline", "other.yaml");
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining("there is no file other.yaml")]);
    const both = await beside("--no-baseline", "--update-baseline");
    expect([both.status, both.stderr]).toEqual([2, expect.stringContaining("--no-baseline leaves out")]);
  });

  it("a stale entry is refused with its place, and lint knows the file", async () => {
    write('known_failures:\n  - { id: mail-change, connection: nobody, reason: "waits", expires: 2999-12-31 }\n');
    const stale = await jitterbug(["run", "--target", TARGET, "--ephemeral-keys", "--baseline", baseline()]);
    expect(stale.status).toBe(2);
    expect(stale.stderr).toMatch(/jitterbug\.baseline\.yaml:2:5: no check of this target is the one that is meant/);
    const lint = await jitterbug(["lint", baseline()]);
    expect([lint.status, lint.stdout]).toEqual([0, "1 baseline: no faults\n"]);
    write('known_failures:\n  - { id: mail-chnage, reason: "waits", expires: 2999-12-31 }\n');
    // By its folder, and by itself where it lies.
    for (const faulty of [await jitterbug(["lint", dir]), await jitterbug(["lint"], { cwd: dir })])
      expect([faulty.status, faulty.stderr]).toEqual([2, expect.stringContaining("Did you mean `mail-change`?")]);
  });
});
