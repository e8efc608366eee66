import { isMap, isScalar, type Document, type Node, type YAMLMap } from "yaml";
import type { Fix } from "../../errors.ts";

/** The text with a member put behind the last one of the nearest map that is there; null where there is no such place. */
export function insertInto(text: string, document: Document, path: Fix["path"], written: string): string | null {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const map: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (map === undefined) continue;
    return isMap(map) ? behindLast(text, map, member(path.slice(depth), written)) : null;
  }
  return null;
}

/** `limits: { jobs: 1 }` for `["limits", "jobs"]`. */
function member([key, ...rest]: Fix["path"], written: string): string {
  return rest.length === 0 ? `${key}: ${written}` : `${key}: { ${member(rest, written)} }`;
}

function behindLast(text: string, map: YAMLMap, added: string): string | null {
  const pair = map.items.at(-1);
  const [start] = map.range ?? [];
  if (start === undefined) return null;
  if (map.flow === true) {
    if (pair === undefined) return `${text.slice(0, start)}{ ${added} }${text.slice(text.indexOf("}", start) + 1)}`;
    const end = endOf(pair.value) ?? endOf(pair.key);
    return end === null ? null : `${text.slice(0, end)}, ${added}${text.slice(end)}`;
  }
  const end = endOf(pair?.value) ?? endOf(pair?.key);
  const first = map.items[0]?.key;
  const key = isScalar(first) ? first.range?.[0] : undefined;
  if (end === null || key === undefined) return null;
  const column = key - (text.lastIndexOf("\n", key - 1) + 1);
  // A value of several lines may end with its last line's end.
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const from = text[end - 1] === "\n" ? end - 1 : end;
  const found = text.indexOf("\n", from);
  const at = found < 0 ? text.length : found - (text[found - 1] === "\r" ? 1 : 0);
  return text.slice(0, at) + lineEnd + " ".repeat(column) + added + text.slice(at);
}

function endOf(node: unknown): number | null {
  return (node as Node | null | undefined)?.range?.[1] ?? null;
}
