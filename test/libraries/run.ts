/**
 * Judges a minimal SP on a library: `npm run libraries -- NAME[/hardened] [--write] [options of "jitterbug run"]`; `all` for
 * every one, `advisories` for the releases that are known to be faulty. What is installed by npm is so in a temporary folder. Every red and every warning has a finding in
 * `findings/`, written by hand; every verdict is the one of `results/`, which `--write` renews, and from which `npm run docs`
 * prints docs/libraries.md. Anything else ends with exit status 1.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { counted, known } from "../strangers/findings.ts";
import { areCaught } from "./advisories.ts";
import { debianVersion, install, judge, versionOf } from "./judge.ts";
import { compared, keep } from "./results.ts";
import { HERE, libraries, SETUPS, type Library, type Setup } from "./table.ts";

const [named = "", ...rest] = process.argv.slice(2);
const write = rest.includes("--write");
const options = rest.filter((option) => option !== "--write");
const scratch = mkdtempSync(join(tmpdir(), "jitterbug-library-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
if (named === "advisories") process.exit((await areCaught(scratch, options[0], write)) ? 0 : 1);

const all = libraries().flatMap((library) =>
  SETUPS.flatMap((setup) => (library.setups[setup] ? [{ library, setup, name: nameOf(library, setup) }] : [])),
);
const chosen = all.filter(({ name, library }) => named === "all" || named === name || named === `${library.name}/all`);
if (chosen.length === 0) {
  console.error(
    `usage: npm run libraries -- NAME\nNAME is all, advisories, or one of: ${all.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}

for (const { library, setup, name } of chosen) if (!(await isAsKnown(library, setup, name))) process.exitCode = 1;

function nameOf({ name }: Library, setup: Setup): string {
  return setup === "default" ? name : `${name}/${setup}`;
}

async function isAsKnown(library: Library, setup: Setup, name: string): Promise<boolean> {
  const modules = join(scratch, library.name);
  const { npm, debian = [] } = library;
  if (npm !== undefined) install(modules, npm);
  const version = npm === undefined ? debianVersion(debian) : versionOf(modules, npm);
  const started = Date.now();
  const checks = await judge(library, { setup, scratch, modules, options });
  if (checks === null || checks.length === 0) {
    console.error(`libraries: the run of ${name} ended before it had a report`);
    return false;
  }
  const seconds = Math.round((Date.now() - started) / 1_000);
  console.log(`\nlibrary ${name} ${version}: ${checks.length} checks: ${counted(checks)}; ${seconds} s`);
  const file = `${library.name}${setup === "default" ? "" : `-${setup}`}`;
  const partial = options.length > 0;
  if (write && !partial) keep(file, { version, seconds, checks });
  const found = compared(file, version, checks, known(join(HERE, "findings", `${file}.yaml`)), partial);
  for (const difference of found) console.error(`differs from what is known: ${difference}`);
  return found.length === 0;
}
