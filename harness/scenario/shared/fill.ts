import type { Located, LocatedMap, LocatedScalar } from "../yaml/tree.ts";

const PARAMETER = /\{\{\s*with\.([^{}]*?)\s*\}\}/g;
const WHOLE = /^\{\{\s*with\.([^{}]*?)\s*\}\}$/;

/** The parameters that a text names, in order. */
export function parametersIn(text: string): readonly string[] {
  return [...text.matchAll(PARAMETER)].map(([, name = ""]) => name);
}

/** What a parameter is; undefined: there is none of this name, which is told already. */
export type Values = ReadonlyMap<string, Located>;

/** What does not go together, at an offset. */
export type Tell = (offset: number, message: string, hint: string) => void;

/**
 * The node with its parameters filled in, in keys too. A text that is one whole parameter becomes its value, whatever that
 * is, at the place where the value is written; within a longer text it is put in.
 */
export function filled(node: Located, values: Values, tell: Tell): Located {
  if (node.kind === "scalar") return scalar(node, values, tell);
  if (node.kind === "list") return { ...node, items: node.items.map((item) => filled(item, values, tell)) };
  return node.kind === "map" ? map(node, values, tell) : node;
}

function scalar(node: LocatedScalar, values: Values, tell: Tell): Located {
  if (typeof node.value !== "string") return node;
  const whole = WHOLE.exec(node.value)?.[1];
  if (whole !== undefined) return values.get(whole) ?? { kind: "hole", offset: node.offset };
  const value = text(node.value, node.offset, values, tell);
  if (value === undefined) return { kind: "hole", offset: node.offset };
  return value === node.value ? node : { ...node, value, raw: value };
}

function map(node: LocatedMap, values: Values, tell: Tell): Located {
  const entries: LocatedMap["entries"] = new Map();
  for (const [key, entry] of node.entries) {
    const name = text(key, entry.key, values, tell);
    if (name === undefined) continue;
    if (entries.has(name)) tell(entry.key, `\`${name}\` stands twice in one map`, "Give the parameters other values.");
    else entries.set(name, { ...entry, node: filled(entry.node, values, tell) });
  }
  return { ...node, entries };
}

/** Undefined where it cannot be had, which is told. */
function text(written: string, offset: number, values: Values, tell: Tell): string | undefined {
  let isWhole = true;
  const put = written.replaceAll(PARAMETER, (_, name: string) => {
    const value = values.get(name);
    if (value?.kind === "scalar") return String(value.value ?? "");
    isWhole = false;
    if (value?.kind === "map" || value?.kind === "list")
      tell(
        offset,
        `\`{{with.${name}}}\` is a ${value.kind} here, and stands within a text`,
        "Let it be a text, or let the parameter be all that stands here.",
      );
    return "";
  });
  return isWhole ? put : undefined;
}
