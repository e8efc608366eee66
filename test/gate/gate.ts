/** The whole gate in one command; each part prints only what is wrong. `--without-tests` where they have just run. */
import { spawnSync } from "node:child_process";

const STEPS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["format", "prettier", "--check", ".", "--log-level", "warn"],
  ["types", "tsc", "-p", "."],
  [
    "lint",
    "oxlint",
    "--config",
    "test/gate/oxlintrc.json",
    "--type-aware",
    "--deny-warnings",
    "harness",
    "sp-reference",
    "test",
  ],
  ["unused", "knip", "--config", "test/gate/knip.json"],
  ["scenarios", "node", "harness/bin/jitterbug.js", "lint"],
  ["docs", "node", "test/gate/docs/print.ts", "--check"],
  ["tests", "vitest", "run", "--config", "test/vitest.config.ts", "--reporter=dot"],
];

const skipped = process.argv.includes("--without-tests") ? ["tests"] : [];
let failed = 0;
for (const [name, command, ...args] of STEPS) {
  if (skipped.includes(name)) continue;
  const { status, stdout, stderr } = spawnSync("npx", ["--no-install", command, ...args], { encoding: "utf8" });
  if (status === 0) console.log(`ok    ${name}`);
  else {
    failed++;
    console.log(`FAIL  ${name}\n${stdout}${stderr}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
