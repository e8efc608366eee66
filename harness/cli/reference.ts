import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { JitterbugError } from "../errors.ts";
import type { Target } from "../scenario/model/index.ts";
import type { Kit } from "./kit.ts";

/** What the reference SP is built on and the kit itself is not: optional peers, so that installing the kit stays small. */
export const REFERENCE_PACKAGES = [
  "@node-saml/node-saml",
  "better-sqlite3",
  "eta",
  "express-session",
  "helmet",
  "openid-client",
] as const;

/** Throws ERR_MISSING_PACKAGE where a target is the reference SP and lacks packages, with the line that installs them. */
export function requireReferencePackages(kit: Kit, target: Target): void {
  if (!target.dir.startsWith(dirname(kit.referenceTarget))) return;
  const missing = REFERENCE_PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const { peerDependencies } = JSON.parse(readFileSync(join(kit.root, "package.json"), "utf8")) as {
    readonly peerDependencies: { readonly [name: string]: string };
  };
  const wanted = missing.map((name) => `${name}@${/\d+/.exec(peerDependencies[name] ?? "")?.[0] ?? "latest"}`);
  throw new JitterbugError("ERR_MISSING_PACKAGE", "the reference SP needs packages that are not installed", {
    hint: `install them: \`npm install --save-dev ${wanted.join(" ")}\``,
  });
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
