/**
 * Compiles what the published package runs into dist: Node strips types everywhere but in node_modules. Views, styles
 * and YAML are read from where they stand, so that nothing is copied. Prints only what is wrong.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

rmSync(join(ROOT, "dist"), { recursive: true, force: true });
const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", join(import.meta.dirname, "tsconfig.build.json")], {
  stdio: ["ignore", 2, 2], // Standard output belongs to `npm pack --json`.
});
process.exitCode = status ?? 1;
