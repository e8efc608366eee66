/** The values of a YAML file, each with its place: what a fault points at and what the model's places come from. */

interface Positioned {
  /** Offset in the file's text. */
  readonly offset: number;
}

export interface Entry {
  /** Offset of the key. */
  readonly key: number;
  readonly node: Located;
}

export interface LocatedMap extends Positioned {
  readonly kind: "map";
  readonly entries: Map<string, Entry>;
}

interface LocatedList extends Positioned {
  readonly kind: "list";
  readonly items: Located[];
}

export interface LocatedScalar extends Positioned {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As it stands in the file: what a message may quote (an environment variable's value must not be shown). */
  readonly raw: string;
  /** Of a text that the environment has a part in, where each part comes from; together they are the value. */
  readonly parts?: readonly TextPart[];
}

export interface TextPart {
  readonly text: string;
  /** False for what the environment gave: data, in which no template counts. */
  readonly written: boolean;
}

/** A part whose fault is told already: no schema takes it, and nothing further is said about it. */
interface Hole extends Positioned {
  readonly kind: "hole";
}

export type Located = LocatedMap | LocatedList | LocatedScalar | Hole;
type Step = string | number;
export type Path = readonly Step[];

const HOLE = Symbol("hole");

/** The plain value, for the schemas. */
export function valueOf(node: Located): unknown {
  if (node.kind === "hole") return HOLE;
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(valueOf);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, valueOf(entry.node)]));
}

/** A tree for a value that stands nowhere in the file. */
export function locate(value: unknown, offset: number): Located {
  if (Array.isArray(value)) return { kind: "list", offset, items: value.map((item) => locate(item, offset)) };
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, { key: offset, node: locate(item, offset) }] as const,
    );
    return { kind: "map", offset, entries: new Map(entries) };
  }
  const scalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
  return { kind: "scalar", offset, value: scalar, raw: String(value) };
}

function child(node: Located, step: Step): Located | undefined {
  if (node.kind === "map") return node.entries.get(String(step))?.node;
  if (node.kind === "list") return typeof step === "number" ? node.items[step] : undefined;
  return undefined;
}

export function at(root: Located, path: Path): Located | undefined {
  let node: Located | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    node = child(node, step);
  }
  return node;
}

/** The offset of a path's key where it has one, else of its value; of the nearest thing around it where it is absent. */
export function keyOffset(root: Located, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = at(root, path.slice(0, length - 1));
    const step = path[length - 1];
    if (parent === undefined || step === undefined) continue;
    const entry = parent.kind === "map" ? parent.entries.get(String(step)) : undefined;
    const offset = entry?.key ?? child(parent, step)?.offset;
    if (offset !== undefined) return offset;
  }
  return root.offset;
}

/** Takes a path out of the tree and returns what stood there. */
export function remove(root: Located, path: Path): Located | undefined {
  const parent = at(root, path.slice(0, -1));
  const step = path.at(-1);
  if (parent === undefined || step === undefined) return undefined;
  const gone = child(parent, step);
  if (parent.kind === "map") parent.entries.delete(String(step));
  if (parent.kind === "list" && typeof step === "number") parent.items.splice(step, 1);
  return gone;
}

/** Every scalar with its path. */
export function* scalars(node: Located, path: Path = []): Generator<{ path: Path; node: LocatedScalar }> {
  if (node.kind === "scalar") yield { path, node };
  else if (node.kind === "list")
    for (const [index, item] of node.items.entries()) yield* scalars(item, [...path, index]);
  else if (node.kind === "map") for (const [key, entry] of node.entries) yield* scalars(entry.node, [...path, key]);
}

/** Every key and text below a node: the names that vanish with it. */
export function* wordsIn(node: Located): Generator<string> {
  if (node.kind === "scalar") yield String(node.value);
  else if (node.kind === "list") for (const item of node.items) yield* wordsIn(item);
  else if (node.kind === "map") {
    for (const [key, entry] of node.entries) {
      yield key;
      yield* wordsIn(entry.node);
    }
  }
}

/** Puts a node at a path whose parent is a map, also where nothing stood there. */
export function put(root: Located, path: Path, node: Located): void {
  const parent = at(root, path.slice(0, -1));
  if (parent?.kind !== "map") return;
  const key = String(path.at(-1));
  parent.entries.set(key, { key: parent.entries.get(key)?.key ?? node.offset, node });
}

/** The same values at the same places, of which parts can be taken out without harm to the first. */
export function copyOf<N extends Located>(node: N): N {
  return mapped(node, (scalar) => scalar) as N;
}

/** With every text changed as far as it was written in the file; what is no text stays as it is. */
export function withTexts<N extends Located>(node: N, change: (text: string) => string): N {
  return mapped(node, (scalar) => {
    if (typeof scalar.value !== "string") return scalar;
    if (scalar.parts === undefined) return { ...scalar, value: change(scalar.value) };
    const parts = scalar.parts.map((part) => (part.written ? { ...part, text: change(part.text) } : part));
    return { ...scalar, parts, value: parts.map(({ text }) => text).join("") };
  }) as N;
}

/** The same values, their places counted from another beginning. */
export function shifted<N extends Located>(node: N, by: number): N {
  const offset = node.offset + by;
  if (node.kind === "list") return { ...node, offset, items: node.items.map((item) => shifted(item, by)) };
  if (node.kind !== "map") return { ...node, offset };
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { key: entry.key + by, node: shifted(entry.node, by) }] as const,
  );
  return { ...node, offset, entries: new Map(entries) };
}

/** How many maps, lists and scalars there are. */
export function sizeOf(node: Located): number {
  const inner = node.kind === "map" ? [...node.entries.values()].map((entry) => entry.node) : [];
  const parts = node.kind === "list" ? node.items : inner;
  return parts.reduce((sum, part) => sum + sizeOf(part), 1);
}

function mapped(node: Located, change: (scalar: LocatedScalar) => LocatedScalar): Located {
  if (node.kind === "scalar") return change(node);
  if (node.kind === "list") return { ...node, items: node.items.map((item) => mapped(item, change)) };
  if (node.kind === "hole") return node;
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { ...entry, node: mapped(entry.node, change) }] as const,
  );
  return { ...node, entries: new Map(entries) };
}
