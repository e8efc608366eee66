import { LineCounter } from "yaml";
import { defined } from "../../defined.ts";
import type { Fault, Place } from "../../errors.ts";
import { at, keyOffset, remove, wordsIn } from "./tree.ts";
import type { Located, Path } from "./tree.ts";

/** One YAML file that was read: its text, its tree, and the way from a path to a place. */
export class YamlDocument {
  /** Absolute path. */
  readonly path: string;
  /** As messages show it. */
  readonly name: string;
  readonly root: Located;
  /** Words that stood in parts which were faulty and taken out: nothing further is said about them. */
  readonly lost = new Set<string>();
  readonly lostPaths: Path[] = [];
  readonly #text: YamlText;

  constructor(text: YamlText, root: Located) {
    this.path = text.path;
    this.name = text.name;
    this.root = root;
    this.#text = text;
  }

  /** Where a path's value stands, or the nearest thing around it. */
  place(path: Path): Place {
    const node = at(this.root, path);
    return this.#text.place(node?.offset ?? keyOffset(this.root, path));
  }

  placeAt(offset: number): Place {
    return this.#text.place(offset);
  }

  /** Where a path's key stands. */
  keyPlace(path: Path): Place {
    return this.#text.place(keyOffset(this.root, path));
  }

  fault(place: Place, message: string, hint?: string): Fault {
    return this.#text.fault(place, message, hint);
  }

  /** Takes a faulty part out, so that the rest can still be checked. */
  drop(path: Path): boolean {
    const gone = remove(this.root, path);
    if (gone === undefined) return false;
    for (const word of wordsIn(gone)) this.lost.add(word);
    this.lost.add(String(path.at(-1)));
    this.lostPaths.push(path);
    return true;
  }
}

/** The text of a file with its lines. */
export class YamlText {
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly counter = new LineCounter();

  constructor(path: string, name: string, text: string) {
    this.path = path;
    this.name = name;
    this.text = text;
    this.counter.addNewLine(0);
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.counter.addNewLine(at + 1);
  }

  place(offset: number): Place {
    const { line, col } = this.counter.linePos(Math.min(offset, this.text.length));
    return { file: this.name, line: Math.max(1, line), column: Math.max(1, col) };
  }

  line(number: number): string {
    const start = this.counter.lineStarts[number - 1] ?? this.text.length;
    const end = this.text.indexOf("\n", start);
    return this.text.slice(start, end === -1 ? undefined : end).replace(/\r$/, "");
  }

  fault(place: Place, message: string, hint?: string): Fault {
    return { place, source: this.line(place.line), message, ...defined({ hint }) };
  }
}
