import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Document, Node, Pair, Scalar, YAMLMap } from "yaml";
import { nearest, quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import { YamlDocument } from "./document.ts";
import type { YamlText } from "./document.ts";
import { QUOTE_TEMPLATE, quoteHint, tellErrors } from "./syntax.ts";
import type { Entry, Located, LocatedMap } from "./tree.ts";

/** Bounds on what a file may unfold to. */
export const MAX_ALIASES = 100;
const MAX_VALUES = 100_000;
export const MAX_DEPTH = 64;
const ABSURD_DEPTH = 1000;
/** Lines, brackets, commas ...: what the parser's time grows with. */
export const MAX_MARKS = 50_000;
const MARK = /[\n,[\]{}&*!\\]/g;

/**
 * Reads YAML 1.2, in time that grows with its size, into a tree of values with places. Every fault is collected; undefined where the file as a whole
 * means nothing (a syntax error, an empty file, an expansion beyond the bounds).
 */
export function parseYaml(text: YamlText, faults: FaultCollector): YamlDocument | undefined {
  const document = compose(text, faults);
  if (document === undefined) return undefined;
  if (!tellErrors([...document.errors, ...document.warnings], text, faults)) return undefined;
  if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== "1.2") {
    faults.add(
      text.fault(
        text.place(0),
        "the file asks for another version of YAML",
        "Take the line `%YAML` out: files are YAML 1.2.",
      ),
    );
    return undefined;
  }
  if (document.contents === null) {
    faults.add(
      text.fault(text.place(0), "the file is empty", "`jitterbug schema scenario` tells what may stand in one."),
    );
    return undefined;
  }
  const walk = new Walk(document, text, faults);
  const root = walk.locate(document.contents, 0);
  return walk.exhausted ? undefined : new YamlDocument(text, root);
}

function compose(text: YamlText, faults: FaultCollector): Document.Parsed | undefined {
  if (isAbsurdlyDeep(text.text)) {
    faults.add(text.fault(text.place(0), "the file is nested too deeply", `At most ${MAX_DEPTH} levels are read.`));
    return undefined;
  }
  if (text.text.length > MAX_MARKS && (text.text.match(MARK)?.length ?? 0) > MAX_MARKS) {
    const message = `the file has more than ${MAX_MARKS} lines, brackets, commas and backslashes`;
    faults.add(text.fault(text.place(0), message, "Split it into several files."));
    return undefined;
  }
  try {
    // Keys that stand twice are found below, in one pass; the library compares each with all before it.
    return parseDocument(text.text, { version: "1.2", merge: false, prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.add(text.fault(text.place(0), "the file is nested too deeply", `At most ${MAX_DEPTH} levels are read.`));
    return undefined;
  }
}

/** A cheap look before the parser, which takes seconds over half a million brackets. Quotes do not matter here. */
function isAbsurdlyDeep(text: string): boolean {
  let depth = 0;
  for (const mark of text.matchAll(/[[\]{}]/g)) {
    depth = mark[0] === "[" || mark[0] === "{" ? depth + 1 : Math.max(0, depth - 1);
    if (depth > ABSURD_DEPTH) return true;
  }
  return new RegExp(`(?:[-?:] ){${ABSURD_DEPTH}}`).test(text);
}

class Walk {
  exhausted = false;
  readonly #document: Document.Parsed;
  readonly #text: YamlText;
  readonly #faults: FaultCollector;
  readonly #open = new Set<Node>();
  #aliases = 0;
  #values = 0;

  constructor(document: Document.Parsed, text: YamlText, faults: FaultCollector) {
    this.#document = document;
    this.#text = text;
    this.#faults = faults;
  }

  locate(node: unknown, near: number): Located {
    const offset = offsetOf(node) ?? near;
    return (
      (this.exhausted || !this.#mayGoOn(offset) ? undefined : this.#locate(node, offset)) ?? { kind: "hole", offset }
    );
  }

  /** Undefined for a part that was told as a fault. */
  #locate(node: unknown, offset: number): Located | undefined {
    if (isAlias(node)) return this.#alias(node.resolve(this.#document), node.source, offset);
    if (isMap(node)) return this.#inside(node, offset, () => this.#map(node, offset));
    if (isSeq(node)) {
      return this.#inside(node, offset, () => {
        return { kind: "list", offset, items: node.items.map((item) => this.locate(item, offset)) };
      });
    }
    if (isScalar(node)) return this.#scalar(node, offset);
    return { kind: "scalar", offset, value: null, raw: "" };
  }

  #mayGoOn(offset: number): boolean {
    this.#values += 1;
    if (this.#values <= MAX_VALUES) return true;
    return this.#exhaust(offset, `the file unfolds to more than ${MAX_VALUES} values`);
  }

  #exhaust(offset: number, message: string): false {
    this.exhausted = true;
    this.#tell(offset, message, "Flatten it, use fewer aliases, or split the file.");
    return false;
  }

  #inside(node: Node, offset: number, build: () => Located | undefined): Located | undefined {
    if (this.#open.size >= MAX_DEPTH) {
      this.#exhaust(offset, `the file is nested deeper than ${MAX_DEPTH} levels`);
      return undefined;
    }
    this.#open.add(node);
    const located = build();
    this.#open.delete(node);
    return located;
  }

  #alias(target: Node | undefined, name: string, offset: number): Located | undefined {
    this.#aliases += 1;
    if (this.#aliases > MAX_ALIASES) {
      this.#exhaust(offset, `the file uses more than ${MAX_ALIASES} aliases once they are unfolded`);
      return undefined;
    }
    if (target === undefined) {
      this.#tell(offset, `no anchor ${quote(`&${name}`)} stands before this`, "Quote a text that starts with `*`.");
      return undefined;
    }
    if (this.#open.has(target)) {
      this.#tell(offset, `${quote(`*${name}`)} stands inside its own anchor`, "An alias cannot contain itself.");
      return undefined;
    }
    return this.locate(target, offset);
  }

  #map(map: YAMLMap, offset: number): LocatedMap | undefined {
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      const key = this.#key(pair, offset);
      if (key === "template") return undefined;
      if (key === undefined) continue;
      const node = this.locate(pair.value, key.offset);
      if (entries.has(key.name))
        this.#tell(key.offset, `${quote(key.name)} stands twice in one map`, "Keep one of the two.");
      else entries.set(key.name, { key: key.offset, node });
    }
    return { kind: "map", offset, entries };
  }

  #key(pair: Pair, near: number): { name: string; offset: number } | "template" | undefined {
    const { key } = pair;
    const offset = offsetOf(key) ?? near;
    if (isMap(key) && key.flow === true) {
      const start = this.#text.text.lastIndexOf("{", offset - 1);
      this.#tell(start === -1 ? offset : start, QUOTE_TEMPLATE, quoteHint(this.#text, start === -1 ? offset : start));
      return "template";
    }
    if (!isScalar(key) || key.value === null || key.source === undefined) {
      this.#tell(offset, "a key must be a word", "Write `key: value`.");
      return undefined;
    }
    const name = key.source;
    if (name === "<<") {
      this.#tell(
        offset,
        "`<<` is YAML 1.1 and merges nothing here",
        "Write the keys out, or use `*name` for a whole value.",
      );
      return undefined;
    }
    if (name === "__proto__") {
      this.#tell(offset, "`__proto__` cannot be a key", "Use another name.");
      return undefined;
    }
    return { name, offset };
  }

  #scalar(node: Scalar, offset: number): Located | undefined {
    const { value } = node;
    const raw = node.source ?? String(value);
    if (typeof value === "string" && !value.isWellFormed()) {
      this.#tell(offset, "a text holds half a character (a surrogate that stands alone)", "Write the whole character.");
      return undefined;
    }
    if (value === null || typeof value === "boolean" || typeof value === "string") {
      return { kind: "scalar", offset, value, raw };
    }
    if (typeof value === "number" && Number.isFinite(value)) {
      if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
        this.#tell(offset, `the number ${raw} is too large to be kept exactly`, `Write it as a text: "${raw}".`);
        return undefined;
      }
      return { kind: "scalar", offset, value, raw };
    }
    this.#tell(offset, `${quote(raw)} is not a value of JSON`, "Put it in quotes to make it a text.");
    return undefined;
  }

  #tell(offset: number, message: string, hint: string): void {
    this.#faults.add(this.#text.fault(this.#text.place(offset), message, hint));
  }
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return undefined;
  const [start] = node.range as unknown[];
  return typeof start === "number" ? start : undefined;
}

/** Words that YAML 1.1 read as booleans and YAML 1.2 reads as words. */
export function booleanOf(word: string): boolean | undefined {
  const known = nearest(word, ["yes", "no", "on", "off", "true", "false"]);
  if (known === undefined || known !== word.toLowerCase()) return undefined;
  return known === "yes" || known === "on" || known === "true";
}
