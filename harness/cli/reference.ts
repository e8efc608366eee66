import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { JitterbugError } from "../errors.ts";
import { installedVersion, isOlder } from "../peers.ts";
import type { Target } from "../scenario/model/index.ts";
import type { Kit } from "./kit.ts";

/**
 * The reference SP's own package, where its code stands: the kit needs little of what it is built on, and an SP beside
 * which the kit is installed may have the same libraries at other versions. So they are installed in its folder, and
 * only for `demo` and `selftest`.
 */
function referencePackage({ root }: Kit): string {
  const compiled = join(root, "dist", "sp-reference");
  return existsSync(join(root, "sp-reference", "main.ts")) ? join(root, "sp-reference") : compiled;
}

/** Throws ERR_MISSING_PACKAGE where a target is the reference SP and lacks packages, with the line that installs them. */
export function requireReferencePackages(kit: Kit, target: Target, cwd: string): void {
  if (!target.dir.startsWith(dirname(kit.referenceTarget))) return;
  const folder = referencePackage(kit);
  const file = join(folder, "package.json");
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly dependencies: { readonly [name: string]: string };
  };
  const from = pathToFileURL(file).href;
  const unfit = Object.entries(dependencies).flatMap(([name, range]) => {
    const found = installedVersion(name, from);
    return found !== null && fits(found, range)
      ? []
      : [`${name} ${range}${found === null ? "" : ` (found: ${found})`}`];
  });
  if (unfit.length === 0) return;
  throw new JitterbugError("ERR_MISSING_PACKAGE", `the reference SP lacks packages of its own: ${unfit.join(", ")}`, {
    hint: `install them beside it, apart from your project's: \`npm install --prefix ${shown(folder, cwd)}\``,
  });
}

/** Of npm's ranges, `^1.2.3` is the only one that is written there. */
function fits(version: string, range: string): boolean {
  const floor = range.replace(/^\^/, "");
  return version.split(".", 1)[0] === floor.split(".", 1)[0] && !isOlder(version, floor);
}

function shown(folder: string, cwd: string): string {
  const way = relative(cwd, folder);
  const path = way === "" || way.startsWith("..") ? folder : way;
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
