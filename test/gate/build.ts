/**
 * Compiles what the published package runs into dist: Node strips types everywhere but in node_modules. The harness is
 * joined with what it depends on (see bundle.ts). Views, styles and YAML are read from where they stand; the reference
 * SP's package.json is copied, so that what it needs can be installed beside its code. `schemas` has what editors read of
 * each kind of file. Prints only what is wrong.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { editorSchema, FILE_KINDS } from "../../harness/scenario/index.ts";
import { bundle } from "./bundle.ts";

const ROOT = join(import.meta.dirname, "../..");

rmSync(join(ROOT, "dist"), { recursive: true, force: true });
const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", join(import.meta.dirname, "tsconfig.build.json")], {
  stdio: ["ignore", 2, 2], // Standard output belongs to `npm pack --json`.
});
if (status === 0) {
  copyFileSync(join(ROOT, "sp-reference/package.json"), join(ROOT, "dist/sp-reference/package.json"));
  const { exports } = manifest();
  keepTypesOf(Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [] : join(ROOT, entry.types))));
  await joinHarness();
  writeSchemas();
}
process.exitCode = status ?? 1;

/** As `jitterbug schema` prints them. */
function writeSchemas(): void {
  const folder = join(ROOT, "schemas");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const kind of FILE_KINDS)
    writeFileSync(join(folder, `${kind}.schema.json`), `${JSON.stringify(editorSchema(kind), null, 2)}\n`);
}

/** In the place of what was compiled one by one. */
async function joinHarness(): Promise<void> {
  const folder = join(ROOT, "dist/harness");
  for (const { name, parentPath } of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (name.endsWith(".js")) rmSync(join(parentPath, name));
  await bundle(folder, Object.keys(manifest().peerDependencies));
}

interface Manifest {
  readonly exports: { readonly [path: string]: string | { readonly types: string } };
  readonly peerDependencies: { readonly [name: string]: string };
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
}

/** Declarations are for who imports the package: those that its own lead to, and no others. */
function keepTypesOf(entries: readonly string[]): void {
  const reached = new Set(entries);
  for (const file of reached) {
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.[^"]+)\.ts"/g))
      reached.add(`${join(dirname(file), path)}.d.ts`);
  }
  for (const { name, parentPath } of readdirSync(join(ROOT, "dist"), { recursive: true, withFileTypes: true })) {
    const file = join(parentPath, name);
    if (name.endsWith(".d.ts") && !reached.has(file)) rmSync(file);
  }
}
