import { unwatchFile, watchFile } from "node:fs";

/** Looked at again and again: editors put another file in the place of the one that is saved, which a watch would lose. */
const EVERY_MS = 300;

/** Calls back each time the file has been saved, until it is ended. */
export function whenSaved(file: string, saved: () => void): { end(): void } {
  const look = (now: { readonly mtimeMs: number }, before: { readonly mtimeMs: number }): void => {
    if (now.mtimeMs !== 0 && now.mtimeMs !== before.mtimeMs) saved();
  };
  watchFile(file, { interval: EVERY_MS, persistent: false }, look);
  return { end: () => unwatchFile(file, look) };
}
