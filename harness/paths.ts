import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The file that a person means: `~` is their home, where no shell has made it so; another path starts from a folder. */
export function pathFrom(folder: string, written: string): string {
  return resolve(folder, homely(written));
}

/** A path without a `~` or `file:` in front, still relative where it was. */
export function homely(written: string): string {
  if (/^file:\/\/\//i.test(written)) return fileURLToPath(written);
  return /^~(?:[\\/]|$)/.test(written) ? join(homedir(), written.slice(1)) : written;
}
