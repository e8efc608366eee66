/** Lines of policy into a target file, of which everything else stays as it is, byte by byte. */
import { isAlias, isCollection, isMap, isPair, isScalar, parseDocument } from "yaml";
import type { Node, Pair, Scalar, YAMLMap } from "yaml";
import { applied, columnOf, lineEnd, lineStart, type Edit } from "./edit.ts";

/** A line to declare: for the target, or for an organization or a connection of it. */
export interface PolicyToDeclare {
  readonly organization: string | null;
  readonly connection: string | null;
  readonly knob: string;
  readonly value: string;
  /** Stands beside it as a comment. */
  readonly remark?: string;
}

/** Where the lines cannot be written: what stands there, for a message. */
export class NotWritable extends Error {}

type Line = Pick<PolicyToDeclare, "knob" | "value" | "remark">;

/** The text with the lines in it. Throws NotWritable for what no line can be added to. */
export function declared(text: string, lines: readonly PolicyToDeclare[]): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const bare = text.slice(mark.length);
  const document = parseDocument(bare, { version: "1.2", merge: false });
  const root = document.contents;
  if (!isMap(root)) throw new NotWritable("the file is no map");
  const places = Map.groupBy(lines, ({ organization, connection }) => JSON.stringify([organization, connection]));
  const writer = new Writer(bare);
  for (const all of places.values()) {
    const [{ organization, connection }] = all as [PolicyToDeclare];
    const path =
      connection === null
        ? organization === null
          ? []
          : ["organizations", organization]
        : ["connections", connection];
    writer.declare(ownerOf(root, path), all, path.join("."));
  }
  return mark + applied(bare, writer.edits);
}

/** The map that has, or gets, the policy. */
function ownerOf(root: YAMLMap, path: readonly string[]): YAMLMap {
  let owner: unknown = root;
  for (const key of path) {
    owner = isMap(owner) ? owner.get(key, true) : undefined;
    if (isAlias(owner)) throw new NotWritable(`${path.join(".")} is an alias`);
  }
  if (!isMap(owner)) throw new NotWritable(`${path.join(".")} is no map`);
  return owner;
}

class Writer {
  readonly edits: Edit[] = [];
  readonly #text: string;
  readonly #eol: string;

  constructor(text: string) {
    this.#text = text;
    this.#eol = text.includes("\r\n") ? "\r\n" : "\n";
  }

  declare(owner: YAMLMap, lines: readonly Line[], name: string): void {
    const pair = owner.items.find(({ key }) => isScalar(key) && key.value === "policy");
    const value = pair?.value;
    if (isMap(value) && value.anchor !== undefined)
      throw new NotWritable(
        `the policy${name === "" ? "" : ` of ${name}`} has an anchor, and may stand elsewhere, too`,
      );
    if (isAlias(value)) throw new NotWritable(`the policy${name === "" ? "" : ` of ${name}`} is an alias`);
    if (isMap(value) && (value.flow === true || value.items.length > 0)) return this.#add(value, lines.map(pairOf));
    if (pair !== undefined) return this.#fill(pair, lines);
    const inner = lines.map(({ knob, value: word }) => `${knob}: ${word}`).join(", ");
    const remarks = lines.flatMap(({ remark }) => remark ?? []);
    if (owner.flow === true || name !== "") {
      return this.#add(owner, [{ text: `policy: { ${inner} }`, remarks }]);
    }
    const end = this.#text.length;
    const gap = this.#text === "" || this.#text.endsWith("\n") ? "" : this.#eol;
    this.edits.push({ offset: end, text: `${gap}${this.#eol}${this.#block("policy:", lines, "  ")}${this.#eol}` });
  }

  /** Behind the last pair of a map, in the way in which the map is written. */
  #add(map: YAMLMap, pairs: readonly Added[]): void {
    const first = map.items[0];
    const last = map.items.at(-1);
    if (map.flow !== true) {
      const indent = " ".repeat(columnOf(this.#text, startOf(first)));
      const lines = pairs.map(({ text, remarks }) => `${indent}${text}${comment(remarks)}`);
      const at = lineEnd(this.#text, this.#endOf(last));
      this.edits.push({ offset: at, text: lines.map((line) => `${this.#eol}${line}`).join("") });
      return;
    }
    const [open, end] = rangeOf(map);
    const close = end - 1;
    if (first === undefined || last === undefined) {
      this.#remarkAbove(open, pairs);
      this.edits.push({ offset: open, text: `{ ${joined(pairs)} }`, instead: close + 1 - open });
      return;
    }
    const at = this.#endOf(last);
    // The closing brace stands on a line of its own.
    const isTall = lineStart(this.#text, close) > at;
    const comma = this.#text.slice(at, close).trimStart().startsWith(",");
    if (!isTall) {
      this.#remarkAbove(open, pairs);
      this.edits.push({ offset: at, text: `, ${joined(pairs)}` });
      return;
    }
    const indent = " ".repeat(columnOf(this.#text, startOf(first)));
    const lines = pairs.flatMap(({ text, remarks }) => [
      ...remarks.map((remark) => `${indent}# ${remark}`),
      `${indent}${text},`,
    ]);
    if (!comma) this.edits.push({ offset: at, text: "," });
    this.edits.push({
      offset: lineEnd(this.#text, at),
      text: lines.map((line) => `${this.#eol}${line}`).join(""),
    });
  }

  /** Behind the last character of a pair's value, or of its key where there is none. */
  #endOf(pair: Pair | undefined): number {
    let node = (pair?.value ?? pair?.key) as Node | undefined;
    while (isCollection(node) && node.flow !== true && node.items.length > 0) {
      const last: unknown = node.items.at(-1);
      node = (isPair(last) ? (last.value ?? last.key) : last) as Node | undefined;
    }
    if (node === undefined) throw new NotWritable("a part of the file has no place");
    let [, end] = rangeOf(node);
    while (/\s/.test(this.#text[end - 1] ?? "")) end -= 1;
    return end;
  }

  /** `policy:` with nothing behind it, or with a word for nothing. */
  #fill({ key, value }: Pair, lines: readonly Line[]): void {
    const { range } = key as Scalar;
    if (range === null || range === undefined) throw new NotWritable("the policy has no place");
    const indent = " ".repeat(columnOf(this.#text, range[0]) + 2);
    const node = value as Node | null;
    if (isCollection(node) || (isScalar(node) && node.value !== null)) throw new NotWritable("the policy is no map");
    const [from, to] = isScalar(node) ? rangeOf(node) : [range[1], range[1]];
    if (to > from) this.edits.push({ offset: from, text: "", instead: to - from });
    const text = lines.map(
      ({ knob, value: word, remark }) =>
        `${this.#eol}${indent}${knob}: ${word}${comment(remark === undefined ? [] : [remark])}`,
    );
    this.edits.push({ offset: lineEnd(this.#text, to), text: text.join("") });
  }

  #block(head: string, lines: readonly Line[], indent: string): string {
    return [head, ...lines.map(pairOf).map(({ text, remarks }) => `${indent}${text}${comment(remarks)}`)].join(
      this.#eol,
    );
  }

  /** On a line of its own, ahead of the one that everything stands on. */
  #remarkAbove(offset: number, pairs: readonly Added[]): void {
    const start = lineStart(this.#text, offset);
    const indent = /^[ \t]*/.exec(this.#text.slice(start))?.[0] ?? "";
    const text = pairs.flatMap(({ remarks }) => remarks).map((remark) => `${indent}# ${remark}${this.#eol}`);
    if (text.length > 0) this.edits.push({ offset: start, text: text.join("") });
  }
}

interface Added {
  readonly text: string;
  readonly remarks: readonly string[];
}

function pairOf({ knob, value, remark }: Line): Added {
  return { text: `${knob}: ${value}`, remarks: remark === undefined ? [] : [remark] };
}

function joined(pairs: readonly Added[]): string {
  return pairs.map(({ text }) => text).join(", ");
}

function comment(remarks: readonly string[]): string {
  return remarks.length === 0 ? "" : ` # ${remarks.join("; ")}`;
}

function rangeOf(node: Node): readonly [number, number] {
  if (node.range === null || node.range === undefined) throw new NotWritable("a part of the file has no place");
  return [node.range[0], node.range[1]];
}

function startOf(pair: Pair | undefined): number {
  return rangeOf(pair?.key as Node)[0];
}
