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
    }
  },
);
