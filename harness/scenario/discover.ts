import { readdirSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { JitterbugError } from "../errors.ts";
import { reasonOf, statsOf } from "../files.ts";
import { pathFrom } from "../paths.ts";
import type { FaultCollector } from "./faults.ts";
import { YamlText } from "./yaml/document.ts";
import { displayName } from "./yaml/read.ts";

export interface Found {
  readonly file: string;
  /** The name of the folder that holds it. */
  readonly pack: string;
  /** It was named itself: then it must be a scenario. */
  readonly named: boolean;
}

/**
 * The YAML files of paths (files, or folders with all below them), each once, in the order of the paths, then by name.
 * What cannot be followed or looked into below a folder is a fault of its own. Throws ERR_USAGE for a path that is named.
 */
export function discover(paths: readonly string[], root: string, faults: FaultCollector): readonly Found[] {
  const found = new Map<string, Found>();
  const tell = (path: string, error: unknown): void => {
    const text = new YamlText(path, displayName(path, root), "");
    faults.add(text.fault(text.place(0), reasonOf(error), "Mend it, take it away, or name the files one by one."));
  };
  for (const path of paths) {
    const absolute = pathFrom(root, path);
    const named = statsOf(absolute)?.isDirectory() !== true;
    for (const file of named ? [absolute] : filesBelow(absolute, tell)) {
      const real = realOf(file, named ? path : undefined, tell);
      if (real !== undefined && !found.has(real)) found.set(real, { file, pack: basename(dirname(file)), named });
    }
  }
  return [...found.values()];
}

function realOf(
  file: string,
  named: string | undefined,
  tell: (path: string, error: unknown) => void,
): string | undefined {
  try {
    return realpathSync(file);
  } catch (cause) {
    if (named === undefined) {
      tell(file, cause);
      return undefined;
    }
    const reason = reasonOf(cause).replace(/such file$/, "such file or folder");
    throw new JitterbugError("ERR_USAGE", `${named}: ${reason}`, { cause });
  }
}

/** Hidden folders, installed packages and links to folders are left out. */
function* filesBelow(folder: string, tell: (path: string, error: unknown) => void): Generator<string> {
  for (const entry of entriesOf(folder, tell)) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, tell);
    else if (/\.ya?ml$/.test(entry.name) && statsOf(path)?.isDirectory() !== true) yield path;
  }
}

function entriesOf(folder: string, tell: (path: string, error: unknown) => void) {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    tell(folder, error);
    return [];
  }
}
