import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { JitterbugError } from "../../errors.ts";
import type { FaultCollector } from "../faults.ts";
import { YamlText } from "./document.ts";

const MAX_BYTES = 1024 * 1024;

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

/** Reads a file as UTF-8. Throws ERR_USAGE where there is none; a file that is too large or not UTF-8 is a fault. */
export function readText(file: string, name: string, faults: FaultCollector): YamlText | undefined {
  const path = resolve(file);
  const bytes = readBytes(path, name);
  if (typeof bytes === "number") {
    const text = new YamlText(path, name, "");
    const size = (bytes / MAX_BYTES).toFixed(1);
    faults.add(
      text.fault(text.place(0), `the file is ${size} MiB large; at most 1 MiB is read`, "Split it into several files."),
    );
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

const UNREADABLE: { readonly [code: string]: string } = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder, and a file is asked for",
};

/** The bytes, or the size of a file that is too large to be read. */
function readBytes(path: string, name: string): Buffer | number {
  try {
    const { size } = statSync(path);
    return size > MAX_BYTES ? size : readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    throw new JitterbugError("ERR_USAGE", `${name}: ${UNREADABLE[code] ?? "the file cannot be read"}`, { cause });
  }
}
