import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./installed.ts";

interface Locked {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
}

/** What `npm install jitterbug` brings by itself: path below the root -> the lock's word on it. */
export function brought(): readonly (readonly [path: string, locked: Locked])[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    readonly packages: { readonly [path: string]: Locked };
  };
  return Object.entries(packages).filter(
    ([path, { dev = false, devOptional = false, peer = false }]) => path !== "" && !dev && !devOptional && !peer,
  );
}

/** Bytes of the files of a package as it is installed here, those of packages within it left out; 0 where it is not. */
export function bytesOf(path: string): number {
  const folder = join(ROOT, path);
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.name === "node_modules") return sum;
    const inner = join(path, entry.name);
    return sum + (entry.isDirectory() ? bytesOf(inner) : statSync(join(ROOT, inner)).size);
  }, 0);
}
