import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { FileKind } from "../scenario/index.ts";

/** Where the package has the JSON Schema of a file kind, in the folder of the project that installed it. */
const SCHEMAS = join("node_modules", "jitterbug", "schemas");

/**
 * The line by which an editor finds the schema of a file that is to be at `file`, with its end; empty where no folder around
 * it has the kit installed: there is no path then that would hold tomorrow.
 */
export function modelineFor(kind: FileKind, file: string): string {
  const from = dirname(file);
  for (let folder = from; ; folder = dirname(folder)) {
    const schema = join(folder, SCHEMAS, `${kind}.schema.json`);
    if (existsSync(schema)) {
      const way = relative(from, schema).split(sep).join("/");
      return `# yaml-language-server: $schema=${way.startsWith("..") ? way : `./${way}`}\n`;
    }
    if (dirname(folder) === folder) return "";
  }
}
