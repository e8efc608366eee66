import { watch, type FSWatcher } from "node:fs";
import { basename, dirname, join } from "node:path";
import { JitterbugError, messageOf } from "../errors.ts";
import { statsOf } from "../files.ts";
import { aborted } from "./signals.ts";

/** Editors write a file in several steps: what follows so soon is the same save. */
const SETTLED_MS = 40;

/** What is saved in files and below folders, as long as somebody asks. */
export class Saves {
  readonly #watchers: FSWatcher[] = [];
  readonly #saved = new Set<string>();
  readonly #added = new Set<string>();
  #heard: () => void = () => undefined;

  readonly #signal: AbortSignal;
  readonly #over: Promise<void>;

  /**
   * Absolute paths, of files and of folders that are there: of a folder, YAML files at any depth. `signal` says that
   * nobody asks any more. Throws ERR_USAGE where one cannot be watched.
   */
  constructor(paths: readonly string[], signal: AbortSignal) {
    this.#signal = signal;
    this.#over = aborted(signal);
    const folders = paths.filter((path) => statsOf(path)?.isDirectory() === true);
    const files = paths.filter((path) => !folders.includes(path));
    for (const folder of folders) this.#listen(folder, true, (name) => /\.ya?ml$/.test(name));
    // An editor puts another file in the place of the one that is saved, so it is the folder that is listened to.
    for (const [folder, names] of Map.groupBy(files, (file) => dirname(file)))
      this.#listen(folder, false, (name) => names.some((file) => basename(file) === name));
  }

  /** Files, by their absolute paths, of which nobody knew at first. Throws ERR_USAGE where one cannot be watched. */
  add(files: readonly string[]): void {
    const further = files.filter((file) => !this.#added.has(file));
    for (const file of further) this.#added.add(file);
    for (const [folder, names] of Map.groupBy(further, (file) => dirname(file)))
      this.#listen(folder, false, (name) => names.some((file) => basename(file) === name));
  }

  /** What was saved since the last call, once something was; null: it is over. */
  async next(): Promise<ReadonlySet<string> | null> {
    while (!this.#signal.aborted) {
      if (this.#saved.size > 0) {
        await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
        const saved = new Set(this.#saved);
        this.#saved.clear();
        return saved;
      }
      await Promise.race([new Promise<void>((resolve) => (this.#heard = resolve)), this.#over]);
    }
    return null;
  }

  end(): void {
    for (const watcher of this.#watchers) watcher.close();
  }

  #listen(folder: string, recursive: boolean, wanted: (name: string) => boolean): void {
    const saved = (_: string, name: string | null): void => {
      if (name === null || !wanted(name)) return;
      this.#saved.add(join(folder, name));
      this.#heard();
    };
    const watcher = watched(folder, recursive, saved);
    // A folder that is removed has nothing to say any more.
    watcher.on("error", () => watcher.close());
    this.#watchers.push(watcher);
  }
}

/** A system lets so many folders be watched, and no more. Throws ERR_USAGE. */
function watched(folder: string, recursive: boolean, saved: (what: string, name: string | null) => void): FSWatcher {
  try {
    return watch(folder, { recursive }, saved);
  } catch (cause) {
    throw new JitterbugError("ERR_USAGE", `${folder} cannot be watched: ${messageOf(cause)}`, {
      hint: "Name a file or folder that is there; without --watch a run needs nobody to watch.",
      cause,
    });
  }
}
