import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { JitterbugError } from "../errors.ts";
import { pathFrom } from "../paths.ts";

export interface Found {
  readonly file: string;
  /** The name of the folder that holds it. */
  readonly pack: string;
  /** It was named itself: then it must be a scenario. */
  readonly named: boolean;
}

/** The YAML files of paths (files, or folders with all below them), each once, in the order of the paths, then by name. */
export function discover(paths: readonly string[], root: string): readonly Found[] {
  const found = new Map<string, Found>();
  for (const path of paths) {
    const absolute = pathFrom(root, path);
    const named = kindOf(absolute, path) === "file";
    for (const file of named ? [absolute] : filesBelow(absolute)) {
      const real = realpathSync(file);
      if (!found.has(real)) found.set(real, { file, pack: basename(dirname(file)), named });
    }
  }
  return [...found.values()];
}

function kindOf(absolute: string, path: string): "file" | "folder" {
  try {
    return statSync(absolute).isDirectory() ? "folder" : "file";
  } catch (cause) {
    throw new JitterbugError("ERR_USAGE", `${path}: there is no such file or folder`, { cause });
  }
}

/** Hidden folders, installed packages and links to folders are left out. */
function* filesBelow(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (/\.ya?ml$/.test(entry.name)) yield path;
  }
}
