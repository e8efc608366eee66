import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { JitterbugError } from "../../errors.ts";
import { readRegular, UnreadableFile } from "../../files.ts";
import type { FaultCollector } from "../faults.ts";
import { YamlText } from "./document.ts";

export const MAX_BYTES = 1024 * 1024;

/** How a file is named in messages: from the root where it lies below it, else as it was asked for. */
export function displayName(file: string, root: string | undefined): string {
  if (root === undefined) return file;
  const below = relative(resolve(root), resolve(file));
  return below === "" || below.startsWith("..") || isAbsolute(below) ? file : below.split(sep).join("/");
}

/** Whether a path, its symbolic links resolved, lies in the folder. */
export function isInside(folder: string, file: string): boolean {
  const below = relative(realpathSync(folder), realpathSync(file));
  return below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

/** Reads a file as UTF-8. Throws ERR_USAGE where there is none; one that is no such text, or too large, is a fault. */
export function readText(file: string, name: string, faults: FaultCollector): YamlText | undefined {
  const path = resolve(file);
  const bytes = readBytes(path, name);
  if (!Buffer.isBuffer(bytes)) {
    const text = new YamlText(path, name, "");
    faults.add(text.fault(text.place(0), bytes.message, bytes.hint));
    return undefined;
  }
  try {
    return new YamlText(path, name, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    const text = new YamlText(path, name, bytes.toString("utf8"));
    const bad = text.text.indexOf("\ufffd");
    faults.add(text.fault(text.place(Math.max(0, bad)), "the file is not UTF-8", "Save it as UTF-8."));
    return undefined;
  }
}

/** The bytes, or what is wrong with what is there. */
function readBytes(path: string, name: string): Buffer | { readonly message: string; readonly hint: string } {
  try {
    return readRegular(path, MAX_BYTES);
  } catch (cause) {
    if (!(cause instanceof UnreadableFile)) throw cause;
    const { why, message, size } = cause;
    if (why === "missing" || why === "folder") throw new JitterbugError("ERR_USAGE", `${name}: ${message}`, { cause });
    if (why !== "large") return { message, hint: "Name a regular file that may be read." };
    const large = (size / MAX_BYTES).toFixed(1);
    return { message: `the file is ${large} MiB large; at most 1 MiB is read`, hint: "Split it into several files." };
  }
}
