import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { findPackageJSON, getCompileCacheDir } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { loadScenarios } from "../scenario/index.ts";
import { freeze } from "../scenario/freeze.ts";
import type { Scenario } from "../scenario/model/index.ts";
import type { Kit } from "./kit.ts";

/**
 * The scenarios that the kit ships. To read them takes longer than to start an SP, so what came of it is kept where Node
 * keeps the kit's compiled code (whoever can write there can change what the kit does, by either), and taken from there
 * while neither they nor what reads them is another. Nothing is kept, and nothing is missed, where Node keeps none.
 */
export function shippedScenarios(
  kit: Pick<Kit, "root" | "version" | "scenarios">,
  dir = getCompileCacheDir(),
): readonly Scenario[] {
  if (dir === undefined) return read(kit);
  const file = join(dir, "scenarios");
  const key = keyOf(kit);
  const known = kept(file, key);
  if (known !== null) return known;
  const scenarios = read(kit);
  keep(file, key, scenarios);
  return scenarios;
}

function read({ root, scenarios }: Pick<Kit, "root" | "scenarios">): readonly Scenario[] {
  return loadScenarios([scenarios], { root });
}

/** Of everything that the outcome hangs on: the files, the code that reads them, and the form in which it is kept. */
function keyOf({ root, version, scenarios }: Pick<Kit, "root" | "version" | "scenarios">): Buffer {
  const hash = createHash("sha256").update([root, version, process.version].join("\0"));
  const harness = fileURLToPath(new URL("..", import.meta.url));
  // In the published package, all code that is there stands beside these folders, what it depends on too.
  const folders = [scenarios, join(harness, "scenario"), join(harness, "tampers")].filter((folder) =>
    existsSync(folder),
  );
  const own = readdirSync(harness, { withFileTypes: true }).filter((entry) => entry.isFile());
  const files = [
    ...folders.flatMap((folder) => filesBelow(folder)),
    ...own.map(({ name }) => join(harness, name)),
    ...["yaml", "zod"].flatMap((name) => findPackageJSON(name, import.meta.url) ?? []),
  ];
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`\0${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest();
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

/** A digest of the rest, the key, and the scenarios. */
const DIGEST = 32;

/** Null where nothing is kept under this key, or it is not as it was written, or others may write to it. */
function kept(file: string, key: Buffer): readonly Scenario[] | null {
  try {
    const { uid, mode } = statSync(file);
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return null;
    const bytes = readFileSync(file);
    const rest = bytes.subarray(DIGEST);
    if (!digestOf(rest).equals(bytes.subarray(0, DIGEST)) || !rest.subarray(0, key.length).equals(key)) return null;
    return freeze(deserialize(rest.subarray(key.length)) as readonly Scenario[]);
  } catch {
    return null;
  }
}

/** Written aside first, so that two commands at once read it whole. Where it cannot be written, the next command reads. */
function keep(file: string, key: Buffer, scenarios: readonly Scenario[]): void {
  const draft = `${file}.${randomBytes(4).toString("hex")}`;
  try {
    const rest = Buffer.concat([key, serialize(scenarios)]);
    writeFileSync(draft, Buffer.concat([digestOf(rest), rest]), { mode: 0o600, flag: "wx" });
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
  }
}

function digestOf(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
