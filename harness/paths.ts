import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The file that a person means: `~` is their home, where no shell has made it so; another path starts from a folder. */
export function pathFrom(folder: string, written: string): string {
  return resolve(folder, homely(written));
}

/** An address of a file that no file can have is a name like any other, of which there is no file. */
function fromUrl(written: string): string {
  try {
    return fileURLToPath(written);
  } catch {
    return written;
  }
}

/** A path without a `~` or `file:` in front, still relative where it was. */
export function homely(written: string): string {
  if (/^file:\/\/\//i.test(written)) return fromUrl(written);
  return /^~(?:[\\/]|$)/.test(written) ? join(homedir(), written.slice(1)) : written;
}
