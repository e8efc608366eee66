import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { JitterbugError, messageOf } from "./errors.ts";

/**
 * Libraries that the kit takes from beside it, where a target file needs them, and the oldest of each that will do. An
 * SP often has one of them itself, at a version of its own choice: the kit takes what is there.
 */
export const PEERS = { mysql2: "2", pg: "8", "playwright-core": "1.40", testcontainers: "10" } as const;

export type Peer = keyof typeof PEERS;

/** `user`: `the sql driver`. Throws ERR_MISSING_PACKAGE where the library is not there, too old or broken. */
export async function loadPeer<T>(name: Peer, user: string, load: () => Promise<T>): Promise<T> {
  const found = installedVersion(name, import.meta.url);
  if (found !== null && isOlder(found, PEERS[name])) {
    throw new JitterbugError(
      "ERR_MISSING_PACKAGE",
      `${user} needs ${name} ${PEERS[name]} or newer, and ${found} is installed`,
      {
        hint: `install a newer one: \`npm install --save-dev ${name}@${PEERS[name]}\``,
      },
    );
  }
  try {
    return await load();
  } catch (error) {
    if (found !== null && !isMissing(error, name)) {
      throw new JitterbugError("ERR_MISSING_PACKAGE", `${user} cannot load ${name} ${found}: ${messageOf(error)}`, {
        hint: `see that \`node -e "require('${name}')"\` works in this folder`,
        cause: error,
      });
    }
    throw new JitterbugError("ERR_MISSING_PACKAGE", `${user} needs the package ${name}, which is not installed`, {
      hint: `install it: \`npm install --save-dev ${name}\``,
      cause: error,
    });
  }
}

/** The package itself, not one that it needs. */
function isMissing(error: unknown, name: string): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  const message = messageOf(error);
  return code === "ERR_MODULE_NOT_FOUND" && (message === name || message.startsWith(`Cannot find package '${name}'`));
}

/** The version of a package, as a module at `from` finds it; null where there is none. */
export function installedVersion(name: string, from: string): string | null {
  try {
    const file = findPackageJSON(name, from);
    if (file === undefined) return null;
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version?: unknown };
    return typeof version === "string" ? version : null;
  } catch {
    return null;
  }
}

/** Of two versions, the first parts alone count that the second has: `8.7.3` is not older than `8`. */
export function isOlder(version: string, floor: string): boolean {
  const parts = version.split(/[.+-]/).map(Number);
  for (const [at, wanted] of floor.split(".").map(Number).entries()) {
    const part = parts[at] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}
