import { isMap, isNode, isScalar, parseDocument } from "yaml";

/** What is the kit's own word on a scenario, and not that of who begins with it. */
const THEIRS = new Set(["since", "killed_by", "tags"]);

/**
 * The text of a scenario with another id, else as it stands, comments too, but for what its authors say of when it came
 * and what proves it. Throws an Error where the text is none.
 */
export function scenarioLike(text: string, id: string): string {
  const { contents } = parseDocument(text, { version: "1.2" });
  if (!isMap(contents)) throw new Error("a scenario is a map");
  const cuts = contents.items.flatMap(({ key, value }): { from: number; to: number; put: string }[] => {
    if (!isScalar(key) || !isNode(value)) return [];
    const [from] = key.range;
    const [start, last, end] = value.range;
    if (key.value === "id") return [{ from: start, to: last, put: id }];
    return THEIRS.has(String(key.value)) ? [{ from, to: end, put: "" }] : [];
  });
  return cuts.toReversed().reduce((all, { from, to, put }) => all.slice(0, from) + put + all.slice(to), text);
}
