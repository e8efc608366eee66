import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Kit, STACK } from "./kit.ts";

const BEYOND = "a".repeat(5_000);
const INIT = ["init", "--no-doctor", "--url", "http://localhost:1"];
const PLACES: { readonly [name: string]: string } = {
  "a ring of links": "ring/x",
  "a name that no file may have": BEYOND,
};

test.each(Object.entries(PLACES))(
  "%s is the author's own fault, wherever it is named",
  { timeout: 60_000 },
  async (_, place) => {
    const dir = mkdtempSync(join(tmpdir(), "jitterbug-paths-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    symlinkSync("ring", join(dir, "ring"));
    const commands = [
      ["lint", place],
      ["run", "--target", place],
      ["run", "--id", "no-such-check", "--report", `json=${place}`],
      [...INIT, "--target", place],
      [...INIT, "--start", place],
      [...INIT, "--start", "none", "--accounts", place],
      [...INIT, "--start", "none", "--accounts", `sqlite:${place}`],
    ];
    for (const command of commands) {
      const { status, stderr } = await new Kit(dir, command).ended;
      expect([command.join(" ").slice(0, 80), status]).toEqual([command.join(" ").slice(0, 80), 2]);
      expect(stderr).not.toMatch(STACK);
      // A path is told by its beginning and its end.
      expect(stderr.length).toBeLessThan(2_000);
    }
  },
);

test("a pipe where a folder is asked for is told in words", { timeout: 60_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-paths-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  execFileSync("mkfifo", [join(dir, "pipe")]);
  const target = join(import.meta.dirname, "../../sp-reference/jitterbug.yaml");
  const command = ["idp", "--print", "--ephemeral-keys", "--target", target, "--metadata", "pipe"];
  const { status, stderr } = await new Kit(dir, command).ended;
  expect(stderr).toMatch(
    /^ERR_USAGE {2}the metadata cannot be written: \S+pipe is a file or a pipe, and a folder is asked for\n/,
  );
  expect(stderr).not.toContain("EEXIST");
  expect(status).toBe(2);
});
