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
  /** Texts of which parts stand in the tree, each counted on from the end of the one before it. */
  readonly #pieces: { readonly from: number; readonly text: YamlText }[];
  readonly #uses = new WeakMap<Located, readonly number[]>();

  constructor(text: YamlText, root: Located) {
    this.path = text.path;
    this.name = text.name;
    this.root = root;
    this.#text = text;
    this.#pieces = [{ from: 0, text }];
  }

  /** Where a path's value stands, or the nearest thing around it. */
  place(path: Path): Place {
    const node = at(this.root, path);
    return this.placeAt(node?.offset ?? keyOffset(this.root, path));
  }

  /** The absolute path of the file that a path's value stands in. */
  fileOf(path: Path): string {
    const offset = at(this.root, path)?.offset ?? keyOffset(this.root, path);
    return this.#pieces.findLast(({ from }) => from <= offset)?.text.path ?? this.path;
  }

  placeAt(offset: number): Place {
    const piece = this.#pieces.findLast(({ from }) => from <= offset);
    return piece === undefined ? this.#text.place(offset) : piece.text.place(offset - piece.from);
  }

  /** Where a path's key stands. */
  keyPlace(path: Path): Place {
    return this.placeAt(keyOffset(this.root, path));
  }

  fault(place: Place, message: string, hint?: string): Fault {
    const { text } = this.#pieces.find((piece) => piece.text.name === place.file) ?? { text: this.#text };
    return text.fault(place, message, hint);
  }

  /** Lets parts of another file stand in this one's tree; returns by how much their offsets are to be shifted. */
  graft(other: YamlDocument): number {
    const known = this.#pieces.find(({ text }) => text === other.#text);
    if (known !== undefined) return known.from;
    const last = this.#pieces.at(-1);
    const from = last === undefined ? 0 : last.from + last.text.text.length + 1;
    this.#pieces.push({ from, text: other.#text });
    return from;
  }

  /** How messages show a file of which parts stand here. */
  nameOf(path: string): string {
    return this.#pieces.find(({ text }) => text.path === path)?.text.name ?? path;
  }

  /** Notes where a part of another file is used: the offsets of the `use`s that lead to it, the last one first. */
  noteUse(node: Located, used: readonly number[]): void {
    if (used.length > 0) this.#uses.set(node, used);
  }

  /** The places where the file is used that this part stands in; empty: it stands in the file itself. */
  usesOf(path: Path): readonly Place[] {
    const node = at(this.root, path);
    return (node === undefined ? undefined : this.#uses.get(node))?.map((offset) => this.placeAt(offset)) ?? [];
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
