import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The kit's own files: the same in a checkout (harness/cli) and in the published package (dist/harness/cli). */
export interface Kit {
  /** The folder that holds package.json. */
  readonly root: string;
  readonly version: string;
  /** The scenarios that the kit ships. */
  readonly scenarios: string;
  /** People for the demo's login page. */
  readonly demoPeople: string;
  /** The reference SP's target file; the packages that the SP runs on may be missing (reference.ts). */
  readonly referenceTarget: string;
}

export function findKit(): Kit {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, "package.json"))) root = dirname(root);
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version = manifest !== null && typeof manifest === "object" && "version" in manifest ? manifest.version : "";
  return {
    root,
    version: String(version),
    scenarios: join(root, "scenarios"),
    demoPeople: join(root, "scenarios", "people", "demo.yaml"),
    referenceTarget: join(root, "sp-reference", "jitterbug.yaml"),
  };
}
