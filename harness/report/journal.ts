import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JitterbugError, messageOf } from "../errors.ts";

/**
 * What waits for the end of a run and is too much to be remembered: JSON, by name, in a temporary file that loses its
 * own name as soon as it is open (mode 0600), so that nothing of it stays however the run ends. Throws ERR_REPORT.
 */
export class Journal<Part> {
  #file: number | null = null;
  #end = 0;
  readonly #places = new Map<string, { readonly at: number; readonly length: number }>();

  /** What is told of a name again holds instead of what was told before. */
  add(name: string, part: Part): void {
    const bytes = Buffer.from(JSON.stringify(part));
    const at = this.#end;
    attempt("written", () => {
      this.#file ??= openNameless();
      for (let done = 0; done < bytes.length;)
        done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    });
    this.#end += bytes.length;
    this.#places.set(name, { at, length: bytes.length });
  }

  read(name: string): Part {
    const place = this.#places.get(name);
    if (place === undefined || this.#file === null) throw new Error(`nothing was told of ${name}`);
    const bytes = Buffer.alloc(place.length);
    const file = this.#file;
    attempt("read", () => {
      for (let done = 0; done < bytes.length;) {
        const read = readSync(file, bytes, done, bytes.length - done, place.at + done);
        if (read === 0) throw new Error("it ends too early");
        done += read;
      }
    });
    return JSON.parse(bytes.toString()) as Part;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

function openNameless(): number {
  const path = join(tmpdir(), `jitterbug-report-${randomBytes(8).toString("hex")}`);
  const file = openSync(path, "wx+", 0o600);
  unlinkSync(path);
  return file;
}

function attempt(what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new JitterbugError(
      "ERR_REPORT",
      `a temporary file in ${tmpdir()} could not be ${what}: ${messageOf(error)}`,
      {
        hint: "TMPDIR names a folder for what a report needs of each check until the run has ended.",
        cause: error,
      },
    );
  }
}
