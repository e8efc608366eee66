/**
 * `npm run selftest`: the kit's selftest, with every SP of this folder as a lawful one. Where `--defect` asks for single
 * defects, the lawful SPs are left out.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const args = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .map((name) => join(import.meta.dirname, name, "jitterbug.yaml"))
  .filter((file) => existsSync(file));
const lawful = args.includes("--defect") ? [] : files.flatMap((file) => ["--lawful", file]);
const kit = join(import.meta.dirname, "../../harness/bin/jitterbug.js");
process.exitCode = spawnSync(process.execPath, [kit, "selftest", ...args, ...lawful], { stdio: "inherit" }).status ?? 1;
