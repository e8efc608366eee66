/**
 * Compiles what the published package runs into dist: Node strips types everywhere but in node_modules. Views, styles
 * and YAML are read from where they stand; the reference SP's package.json is copied, so that what it needs can be
 * installed beside its code. Prints only what is wrong.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

rmSync(join(ROOT, "dist"), { recursive: true, force: true });
const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", join(import.meta.dirname, "tsconfig.build.json")], {
  stdio: ["ignore", 2, 2], // Standard output belongs to `npm pack --json`.
});
if (status === 0) copyFileSync(join(ROOT, "sp-reference/package.json"), join(ROOT, "dist/sp-reference/package.json"));
process.exitCode = status ?? 1;
