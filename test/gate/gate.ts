/** The whole gate in one command: format, types, lint, unused code, the package. Each prints only what is wrong. */
import { spawnSync } from "node:child_process";

const STEPS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["format", "prettier", "--check", ".", "--log-level", "warn"],
  ["types", "tsc", "-p", "."],
  ["lint", "oxlint", "--config", "test/gate/oxlintrc.json", "--type-aware", "--deny-warnings", "harness", "sp-reference", "test"],
  ["unused", "knip", "--config", "test/gate/knip.json"],
];

let failed = 0;
for (const [name, command, ...args] of STEPS) {
  const { status, stdout, stderr } = spawnSync("npx", ["--no-install", command, ...args], { encoding: "utf8" });
  if (status === 0) console.log(`ok    ${name}`);
  else {
    failed++;
    console.log(`FAIL  ${name}\n${stdout}${stderr}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
