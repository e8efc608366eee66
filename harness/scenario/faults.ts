/** Collecting faults of YAML files, and telling them to a person. */
import { distance } from "fastest-levenshtein";
import type { Fault, Place } from "../errors.ts";
import { JitterbugError } from "../errors.ts";

/** More are counted, and not shown: a file can be wrong in each of its lines. */
export const MOST_TOLD = 100;

/** Gathers the faults of all files, so that a person sees them in one go; the same fault is kept once. */
export class FaultCollector {
  readonly #faults = new Map<string, Fault>();

  add(fault: Fault): void {
    const { file, line, column } = fault.place;
    const key = JSON.stringify([file, line, column, fault.message]);
    if (!this.#faults.has(key)) this.#faults.set(key, fault);
  }

  /** Whether something is wrong there already: what follows from it need not be told. */
  has(place: Place): boolean {
    return [...this.#faults.values()].some(
      ({ place: { file, line, column } }) => file === place.file && line === place.line && column === place.column,
    );
  }

  get count(): number {
    return this.#faults.size;
  }

  /** By file in the order of reading, then by line and column. */
  sorted(): readonly Fault[] {
    const faults = [...this.#faults.values()];
    const files = [...new Set(faults.map((fault) => fault.place.file))];
    return faults.toSorted(
      (a, b) =>
        files.indexOf(a.place.file) - files.indexOf(b.place.file) ||
        a.place.line - b.place.line ||
        a.place.column - b.place.column,
    );
  }

  /** Throws ERR_YAML with every fault, if there is one. */
  throwIfAny(): void {
    const faults = this.sorted();
    const [first] = faults;
    if (first === undefined) return;
    const files = new Set(faults.map((fault) => fault.place.file)).size;
    const faulty =
      faults.length === 1 ? `1 fault in ${first.place.file}` : `${faults.length} faults in ${count(files, "file")}`;
    throw new JitterbugError("ERR_YAML", faulty, { faults, hint: "Nothing was run. Mend each and start again." });
  }
}

/** A fault as several lines: where, the line with a caret under the place, what is wrong, and what to do. */
export function formatFault(fault: Fault): string {
  const { file, line, column } = fault.place;
  const number = String(line);
  const { text, caret } = excerpt(fault.source, column);
  const lines = [`${printable(file)}:${line}:${column}: ${printable(shortened(fault.message))}`];
  if (fault.source.trim() !== "") {
    lines.push(`  ${number} | ${text}`, `  ${" ".repeat(number.length)} | ${" ".repeat(caret)}^`);
  }
  if (fault.hint !== undefined) lines.push(`  ${printable(shortened(fault.hint))}`);
  return lines.join("\n");
}

/** So many names are compared with one that is not known: a file may hold thousands of each. */
const MOST_COMPARED = 500;

/** The name that was most likely meant, if any is near enough to be worth saying. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = normal(word);
  let best: { name: string; far: number } | undefined;
  for (const name of [...candidates].slice(0, MOST_COMPARED)) {
    if (Math.abs(normal(name).length - wanted.length) > wanted.length / 2 + 1) continue;
    const far = wanted === normal(name) ? 0 : apart(wanted, normal(name));
    if (best === undefined || far < best.far) best = { name, far };
  }
  if (best === undefined) return undefined;
  return best.far <= Math.max(1, Math.floor(Math.min(wanted.length, best.name.length) / 3)) ? best.name : undefined;
}

/** `did you mean \`x\`?`, else every name there is, else undefined. */
export function suggest(word: string, candidates: Iterable<string>, otherwise: string): string | undefined {
  const names = [...candidates];
  const near = nearest(word, names);
  if (near !== undefined) return `Did you mean ${quote(near)}?`;
  return names.length === 0 || names.length > 20 ? undefined : `${otherwise} ${names.map(quote).join(", ")}.`;
}

/** Levenshtein's distance, but letters that were only swapped count as one mistake. */
function apart(a: string, b: string): number {
  const sorted = (word: string): string => Array.from(word).toSorted().join("");
  const far = distance(a, b);
  return far === 2 && sorted(a) === sorted(b) ? 1 : far;
}

export function quote(word: string): string {
  return `\`${word}\``;
}

/** `a, b and c`. */
export function list(words: readonly string[], last: "and" | "or"): string {
  if (words.length <= 1) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const WIDTH = 110;
const LONGEST = 1000;

/** A name of a file may be as long as the file. */
function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)} … ${text.slice(-LONGEST / 2)}`;
}

function excerpt(source: string, column: number): { text: string; caret: number } {
  const at = Math.min(column - 1, source.length);
  const from = at < WIDTH - 20 ? 0 : at - Math.floor(WIDTH / 2);
  const piece = source.slice(from, from + WIDTH);
  const before = from > 0 ? "…" : "";
  const after = from + WIDTH < source.length ? "…" : "";
  return { text: before + printable(piece) + after, caret: before.length + at - from };
}

/**
 * Text of a file may hold control characters that a terminal would obey, and marks that reorder text: each becomes
 * one visible character.
 */
function printable(text: string): string {
  return text.replaceAll("\t", " ").replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, "\ufffd");
}

function normal(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]/g, "");
}
