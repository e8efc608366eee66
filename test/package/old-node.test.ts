import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./installed.ts";

const BIN = join(ROOT, "harness/bin/jitterbug.js");

/** Every Node of this machine that is older than the floor. */
const OLD = [...new Set((process.env["PATH"] ?? "").split(delimiter))]
  .map((folder) => join(folder, "node"))
  .filter((node) => existsSync(node) && isOld(spawnSync(node, ["--version"], { encoding: "utf8" }).stdout));

// A disguised Node is asked in test/cli, on every machine; a truly older one also has to parse the file.
test("a truly older Node, where one is there, is told in one line what to do", () => {
  for (const node of OLD) {
    const { status, stdout, stderr } = spawnSync(node, [BIN, "list"], { encoding: "utf8" });
    expect({ node, status, stdout, stderr }).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /^jitterbug needs Node\.js 22\.22 or newer, and this is \d+\.\d+\.\d+: .*node@26.*\n$/,
      ),
    });
  }
});

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.replace("v", "").split(".").map(Number);
  return major < 22 || (major === 22 && minor < 22);
}
