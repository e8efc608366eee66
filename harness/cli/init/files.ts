import { closeSync, constants, accessSync, openSync, readSync, type Stats } from "node:fs";
import { dirname, isAbsolute, relative, sep } from "node:path";
import { statsOf } from "../../files.ts";
import { homely, pathFrom } from "../../paths.ts";
import { Slip } from "./form.ts";

/** Paths are told from where the command runs, and written from where the target file will be. */
export interface Places {
  readonly cwd: string;
  /** The target file's folder. */
  readonly dir: string;
}

export interface ToldFile {
  readonly path: string;
  /** As the target file has it. */
  readonly written: string;
  readonly stats: Stats;
}

/** What is there under a path as people type, paste or drop it: quoted, or with blanks escaped; null where nothing is. */
export function findFile(answer: string, { cwd, dir }: Places): ToldFile | null {
  const meant = [answer, answer.replace(/^(["'])(.*)\1$/, "$2"), answer.replace(/\\(.)/g, "$1")];
  for (const one of meant) {
    const path = pathFrom(cwd, one);
    const stats = statsOf(path);
    if (stats !== undefined) return { path, written: writtenIn(dir, path, isAbsolute(homely(one))), stats };
  }
  return null;
}

/** The SP is started where the command runs, wherever the target file is. */
export function startedIn({ cwd, dir }: Places): { readonly cwd?: string } {
  return cwd === dir ? {} : { cwd: relative(dir, cwd) };
}

/** As the target file has a path that may not be there yet; one that fits as it stands is not touched. */
export function writtenPath(answer: string, { cwd, dir }: Places): string {
  const plain = homely(answer);
  if (cwd === dir && !isAbsolute(plain)) return answer;
  return writtenIn(dir, pathFrom(cwd, answer), isAbsolute(plain));
}

/** From the target file's folder; what lies elsewhere and was told whole stays whole. */
function writtenIn(dir: string, path: string, whole: boolean): string {
  const way = relative(dir, path);
  const outside = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (outside) return whole ? path : way;
  return `.${sep}${way}`;
}

export function noFile(answer: string, instead: string): Slip {
  return new Slip(`There is no file ${answer}. ${instead}`);
}

export function isFolder(answer: string): Slip {
  return new Slip(`There is a folder at ${answer}: name the file in it.`);
}

/** Whether somebody who writes it must mean a file of this machine: the folder that it would be in is there. */
export function isFileOfFolder(path: string): boolean {
  const folder = dirname(path);
  return dirname(folder) !== folder && statsOf(folder)?.isDirectory() === true;
}

/** By the first bytes of every database file (https://sqlite.org/fileformat.html). */
export function isSqlite({ path, stats }: ToldFile): boolean {
  if (!stats.isFile()) return false;
  const head = Buffer.alloc(15);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.toString("latin1") === "SQLite format 3";
}

export function isProgram({ path, stats }: ToldFile): boolean {
  try {
    accessSync(path, constants.X_OK);
    return stats.isFile();
  } catch {
    return false;
  }
}
