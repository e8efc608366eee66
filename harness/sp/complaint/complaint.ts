import { relative, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { RECOGNIZERS } from "./recognizers.ts";

const LONGEST = 400;

/**
 * The line of a command's output that names the error, with its place in the author's own code where one is told:
 * `Error: no such table: users (db/migrate.js:12:9)`. Null where none is recognized.
 * @param cwd where the command ran: places below it are told from there
 */
export function complaintIn(output: string, cwd: string): string | null {
  const lines = stripVTControlCharacters(output).split(/\r?\n/);
  for (const recognize of RECOGNIZERS) {
    const found = recognize(lines);
    if (found === null) continue;
    const text = oneLine(found.text);
    const place = found.place === undefined ? undefined : placeIn(cwd, found.place);
    return place === undefined || text.includes(place) ? text : `${text} (${place})`;
  }
  return null;
}

function placeIn(cwd: string, place: string): string {
  const file = place.replace(/^file:\/\//, "");
  const below = relative(cwd, file);
  return file.startsWith("/") && below !== "" && !below.startsWith(`..${sep}`) ? below : file;
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
