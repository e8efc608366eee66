import { isAbsolute, join, relative, sep } from "node:path";
import { isMap, isNode, isScalar, isSeq, parseDocument, type Scalar } from "yaml";

/** What is the kit's own word on a scenario, and not that of who begins with it. */
const THEIRS = new Set(["since", "killed_by", "tags"]);

export interface Likeness {
  /** The folder of the text, and the one that it goes into: the files that it names are named from there. */
  readonly from: string;
  readonly to: string;
  /** The one protocol by which it is asked; left out: as it stands. */
  readonly only?: string;
}

const HERE: Likeness = { from: "", to: "" };

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

/**
 * The text of a scenario with another id, else as it stands, comments too, but for what its authors say of when it came
 * and what proves it, and for the line by which an editor finds the schema. Throws an Error where the text is none.
 */
export function scenarioLike(text: string, id: string, { from: folder, to: target, only }: Likeness = HERE): string {
  const { contents } = parseDocument(text, { version: "1.2" });
  if (!isMap(contents)) throw new Error("a scenario is a map");
  const cuts = contents.items.flatMap(({ key, value }): readonly Cut[] => {
    if (!isScalar(key) || !isNode(value) || key.range == null || value.range == null) return [];
    const [from] = key.range;
    const [start, last, end] = value.range;
    if (key.value === "id") return [{ from: start, to: last, put: id }];
    if (key.value === "protocols" && only !== undefined) return [{ from: start, to: last, put: `[${only}]` }];
    if (key.value === "include" && isSeq(value) && folder !== target)
      return value.items.flatMap((item) => (isScalar(item) ? moved(item, folder, target) : []));
    if (key.value === "steps" && isSeq(value) && folder !== target)
      return value.items.flatMap((item) => {
        const used = isMap(item) ? item.get("use", true) : undefined;
        return isScalar(used) ? moved(used, folder, target) : [];
      });
    return THEIRS.has(String(key.value)) ? [{ from, to: end, put: "" }] : [];
  });
  const like = cuts.toReversed().reduce((all, { from, to, put }) => all.slice(0, from) + put + all.slice(to), text);
  return like.replaceAll(/^# yaml-language-server:.*\n/gm, "");
}

/** The file that it names, named from another folder. */
function moved({ value, range }: Scalar, folder: string, target: string): readonly Cut[] {
  if (typeof value !== "string" || range == null || isAbsolute(value)) return [];
  const [from, to] = range;
  return [{ from, to, put: JSON.stringify(relative(target, join(folder, value)).split(sep).join("/")) }];
}
