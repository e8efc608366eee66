import * as fc from "fast-check";
import { expect } from "vitest";
import { UnfitLine, WireReader } from "../../harness/report/wire/read.ts";
import { WireWriter } from "../../harness/report/wire/write.ts";
import { wholeRun } from "../report/events.ts";
import { holds } from "./property.ts";

const EVENTS = wholeRun();
const LINES = (() => {
  const writer = new WireWriter("0");
  return EVENTS.flatMap((event) => writer.linesOf(event)).map((line) => JSON.stringify(line));
})();

/** What a reader makes of lines; null where it says which of them is none. */
function read(lines: readonly string[]): number | null {
  const reader = new WireReader();
  try {
    return lines.filter((line) => reader.read(line) !== null).length;
  } catch (error) {
    if (!(error instanceof UnfitLine)) throw error;
    expect(error.message.length).toBeLessThan(400);
    return null;
  }
}

expect(read(LINES)).toBe(EVENTS.length);

const hostile = fc.oneof(
  fc.json(),
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "null", "{}", '{"type":"check"}'),
);

holds(
  "whatever stands on a line of a saved run, it is read or said to be none",
  [fc.nat(LINES.length - 1), hostile],
  (at, put) => read(LINES.with(at, put)),
);

holds(
  "whatever a member of a line is, it is read or said to be none",
  [fc.nat(LINES.length - 1), fc.nat(30), fc.jsonValue()],
  (at, member, value) => {
    const line = JSON.parse(LINES[at] ?? "") as Record<string, unknown>;
    const names = Object.keys(line);
    line[names[member % names.length] ?? ""] = value;
    return read(LINES.with(at, JSON.stringify(line)));
  },
);
