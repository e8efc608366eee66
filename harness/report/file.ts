import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { JitterbugError, messageOf } from "../errors.ts";
import { Collector } from "./collector.ts";
import type { CheckFinished, CollectedRun, Told } from "./collector.ts";
import type { Reporter } from "./events.ts";
import { Journal } from "./journal.ts";

/** A reporter that leaves one file. */
export interface FileReporter extends Reporter {
  readonly path: string;
  /** Whether the file has been written whole. */
  readonly written: boolean;
}

/** How a report is made of a run. */
export interface Rendering<Part> {
  /** What the report shows of a check beside its verdict: made when it has finished, plain JSON. */
  readonly part: (event: CheckFinished) => Part;
  /** The text, piece by piece; `partOf` gives back what was made of a check of the run. */
  readonly text: (run: CollectedRun, partOf: (told: Told) => Part) => Iterable<string>;
}

/** A reporter that renders the whole run once it has ended, partial or not, and leaves it as one file. */
export function createFileReporter<Part>(name: string, path: string, { part, text }: Rendering<Part>): FileReporter {
  const collector = new Collector();
  const journal = new Journal<Part>();
  let written = false;
  return {
    name,
    path,
    get written() {
      return written;
    },
    async on(event) {
      try {
        const run = collector.add(event);
        if (event.type === "check_finished") journal.add(event.check.name, part(event));
        if (run === null) return;
        await writeReport(
          path,
          text(run, ({ check }) => journal.read(check.name)),
        );
        written = true;
        journal.close();
      } catch (error) {
        journal.close();
        throw error;
      }
    },
  };
}

/**
 * Writes a report whole or not at all: beside its place first, then renamed, so that a full disk or a kill leaves
 * the former report as it was; a device or a pipe (/dev/stdout) is written to as it is. Folders are made. Mode 0600, because exchanges with a real SP are nobody else's.
 * Throws ERR_REPORT.
 */
export async function writeReport(path: string, text: string | Iterable<string>): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}`);
  try {
    if (await isSpecial(path)) return await writeFile(path, text);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, text, { mode: 0o600, flag: "wx", flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    const reason = messageOf(error);
    throw new JitterbugError("ERR_REPORT", `${path} could not be written: ${reason}`, {
      hint: "Name a place that can be written: --report KIND=PATH.",
      cause: error,
    });
  }
}

/** There is something that is no file: renaming over it would replace the machine's own /dev/null. */
async function isSpecial(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  return there !== null && !there.isFile() && !there.isDirectory();
}
