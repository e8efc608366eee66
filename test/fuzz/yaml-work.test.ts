import * as fc from "fast-check";
import { expect } from "vitest";
import { holds } from "./property.ts";
import { workOf } from "./work.ts";
import { kind, mark, read } from "./yaml-files.ts";

const PARSERS = /\/harness\/scenario\/|\/node_modules\/(?:yaml|zod|fastest-levenshtein)\//;
/** What is there to do once, however long the file is. */
const ONCE = 20_000;

/** So many are enough to tell a line from a square: four times as much work, or sixteen times. */
const [FEW, MANY] = [100, 400];

const word = fc.constantFrom("a", "steps", "people", "ada", "each", "connections", "text");
/** `#` becomes the number of the repetition, so that names may be many or one. */
const numbered = fc.constantFrom("k#: v\n", "- x#\n", "a#: ", "&a# ", "*a# ");
const piece = fc.array(fc.oneof(mark, word, { weight: 2, arbitrary: numbered }), { minLength: 1, maxLength: 5 });

function repeated(head: readonly string[], pieces: readonly string[], times: number): string {
  const body = Array.from({ length: times }, (_, nth) => pieces.join("").replaceAll("#", String(nth)));
  return (head.join("") + body.join("")).toWellFormed();
}

holds(
  "a file that is four times as long takes about four times the work",
  [kind, fc.array(fc.oneof(mark, word), { maxLength: 4 }), piece],
  async (what, head, pieces) => {
    const few = await workOf(PARSERS, () => void read(what, repeated(head, pieces, FEW)));
    const many = await workOf(PARSERS, () => void read(what, repeated(head, pieces, MANY)));
    expect(many / (few + ONCE), `${few} -> ${many}`).toBeLessThan((MANY / FEW) * 1.5);
  },
  { runs: 8 },
);
