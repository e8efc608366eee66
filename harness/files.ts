/** Reading what people name: regular files alone, and no more of them than is wanted. A pipe or a device would hang or never end. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from "node:fs";

const WORDS = {
  missing: "there is no such file",
  folder: "this is a folder, and a file is asked for",
  special: "this is a pipe or a device, and a file is asked for",
  ring: "the links that stand there lead in a circle",
  denied: "it may not be read",
  large: "the file is too large",
  broken: "the file cannot be read",
} as const;

/** A file that is not read, and why. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
  readonly why: keyof typeof WORDS;
  /** Bytes, where it is too large. */
  readonly size: number;

  constructor(why: keyof typeof WORDS, details: { readonly size?: number; readonly cause?: unknown } = {}) {
    super(WORDS[why], { cause: details.cause });
    this.why = why;
    this.size = details.size ?? 0;
  }
}

/** The bytes of a regular file, or of one that a link leads to. Throws UnreadableFile. */
export function readRegular(path: string, most: number): Buffer {
  let file: number | undefined;
  try {
    // Looked at before it is opened, because opening alone may wait or do something; and again, because it may change.
    refuse(statSync(path), most);
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    refuse(fstatSync(file), most);
    return readUpTo(file, most);
  } catch (error) {
    throw error instanceof UnreadableFile ? error : new UnreadableFile(whyOf(error), { cause: error });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** What is there, links followed; undefined where nothing is, or nothing can be said of it. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Why nothing can be had there, in words. */
export function reasonOf(error: unknown): string {
  return WORDS[whyOf(error)];
}

function refuse(stats: Stats, most: number): void {
  if (stats.isDirectory()) throw new UnreadableFile("folder");
  if (!stats.isFile()) throw new UnreadableFile("special");
  if (stats.size > most) throw new UnreadableFile("large", { size: stats.size });
}

/** A file may grow while it is read, and those of /proc have no size. */
function readUpTo(file: number, most: number): Buffer {
  const pieces: Buffer[] = [];
  for (let size = 0; ;) {
    const piece = Buffer.alloc(64 * 1024);
    const read = readSync(file, piece);
    if (read === 0) return Buffer.concat(pieces);
    size += read;
    if (size > most) throw new UnreadableFile("large", { size });
    pieces.push(piece.subarray(0, read));
  }
}

function whyOf(error: unknown): keyof typeof WORDS {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "missing";
  if (code === "ELOOP") return "ring";
  return code === "EACCES" || code === "EPERM" ? "denied" : "broken";
}
