/**
 * The long lane: `npm run fuzz`, or `npm run fuzz -- test/fuzz/cookies.test.ts` and whatever else vitest takes.
 * JITTERBUG_FUZZ_SECONDS: for each property, 30; JITTERBUG_FUZZ_SEED: another one each time.
 */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tally } from "../tried.ts";

const args = process.argv.slice(2);
const files = args.some((arg) => arg.startsWith("test/")) ? [] : ["test/fuzz"];
const seed = process.env["JITTERBUG_FUZZ_SEED"] ?? String(randomInt(2 ** 31));
const seconds = process.env["JITTERBUG_FUZZ_SECONDS"] ?? "30";
const folder = mkdtempSync(join(tmpdir(), "jitterbug-fuzz-"));
const file = process.env["JITTERBUG_TRIED"] ?? join(folder, "tried.jsonl");

// Ctrl-C ends the tests, which are told of it as well; what is here is then cleaned up.
process.on("SIGINT", () => {});
console.log(`seed ${seed}, ${seconds} s for each property`);
try {
  const { status } = spawnSync(
    "npx",
    ["--no-install", "vitest", "run", "--config", "test/vitest.config.ts", ...files, ...args],
    {
      stdio: "inherit",
      env: {
        ...process.env,
        JITTERBUG_FUZZ_SEED: seed,
        JITTERBUG_FUZZ_SECONDS: seconds,
        JITTERBUG_TRIED: file,
      },
    },
  );
  process.exitCode = status ?? 1;
  for (const [area, { tried, survived }] of tally(file)) console.log(`${area}: ${survived} of ${tried} inputs`);
  console.log(`seed ${seed}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
