import { existsSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Place } from "../errors.ts";
import type { RunStarted, Told } from "./collector.ts";

/** Where places are told from. */
export interface Folders {
  /** From here the places of a run are written. */
  readonly cwd: string;
  /** The repository around it, from whose top a CI server tells files. */
  readonly top: string;
}

/**
 * Where the reader of a check finds what is theirs to change: the expectation, where the scenario is their own, else the
 * connection of the target file at which it was driven. Null: in no file of theirs.
 */
export function placeOf(
  { check }: Pick<Told, "check">,
  expectation: string | null,
  folders: Folders | undefined,
): Place | null {
  const connection = check.connections.find(({ name }) => name === check.connection)?.place;
  const own = [placeIn(expectation), check.scenario.place, connection].find(
    (place) => place !== undefined && isThere(place.file, folders),
  );
  return own === undefined ? null : fromTop(own, folders);
}

/** Where the target file says what the SP is; null where there is no plan, or no such file. */
export function targetPlace(started: RunStarted | undefined, folders: Folders | undefined): Place | null {
  const place = started?.plan.declared.place;
  return place === undefined || !isThere(place.file, folders) ? null : fromTop(place, folders);
}

function placeIn(text: string | null): Place | undefined {
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(text ?? "") ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}

/** Scenarios that the kit ships are told from the kit's own folder, and stand in no other. */
function isThere(file: string, folders: Folders | undefined): boolean {
  return folders === undefined || existsSync(resolve(folders.cwd, file));
}

/** With slashes, whatever the system has. */
function fromTop({ file, line, column }: Place, folders: Folders | undefined): Place {
  if (folders === undefined) return { file, line, column };
  const path = resolve(folders.cwd, file);
  const inside = relative(folders.top, path);
  const told = inside.startsWith("..") || isAbsolute(inside) ? path : inside;
  return { file: told.replaceAll(sep, "/"), line, column };
}
