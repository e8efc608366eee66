import type { z } from "zod";
import type { FaultCollector } from "../faults.ts";
import type { YamlDocument } from "./document.ts";
import { issuesOf, tellIssues } from "./issues.ts";
import type { Told } from "./issues.ts";
import { at, locate, valueOf } from "./tree.ts";
import type { Path } from "./tree.ts";

/**
 * Checks a file against its schema and tells every fault once. Then what is faulty is taken out, part by part,
 * until the schema accepts the rest: the rest is returned so that names and rules in it are checked in the same go.
 * `standIns` take the place of keys that the file as a whole cannot be without.
 */
export function checkShape<T>(
  document: YamlDocument,
  schema: z.ZodType<T>,
  standIns: { readonly [key: string]: unknown },
  faults: FaultCollector,
): T | undefined {
  for (let round = 0; ; round += 1) {
    const value = valueOf(document.root);
    const issues = issuesOf(schema, value);
    if (issues.length === 0) return schema.parse(value);
    const told = tellIssues(issues, document.root);
    if (round === 0) for (const each of told) tell(document, each, faults);
    if (!takeOut(document, told, standIns)) return undefined;
  }
}

function tell(document: YamlDocument, told: Told, faults: FaultCollector): void {
  if (told.message === "") return;
  const place = told.key ? document.keyPlace(told.path) : document.place(told.path);
  faults.add(document.fault(place, told.message, told.hint));
}

/** False where nothing was left to take out. Later items of a list go first, so that the paths keep their meaning. */
function takeOut(
  document: YamlDocument,
  told: readonly Told[],
  standIns: { readonly [key: string]: unknown },
): boolean {
  let progress = false;
  for (const path of told.map((each) => each.path).toSorted(byDepthThenLast)) {
    if (path.length === 0) continue;
    if (at(document.root, path) !== undefined) progress = document.drop(path) || progress;
    else progress = fill(document, path, standIns) || document.drop(path.slice(0, -1)) || progress;
  }
  return progress;
}

function fill(document: YamlDocument, path: Path, standIns: { readonly [key: string]: unknown }): boolean {
  const [key] = path;
  const { root } = document;
  if (path.length !== 1 || typeof key !== "string" || !Object.hasOwn(standIns, key) || root.kind !== "map")
    return false;
  root.entries.set(key, { key: root.offset, node: locate(standIns[key], root.offset) });
  document.lostPaths.push(path);
  return true;
}

function byDepthThenLast(a: Path, b: Path): number {
  const [last, other] = [a.at(-1), b.at(-1)];
  if (a.length !== b.length) return b.length - a.length;
  return typeof last === "number" && typeof other === "number" ? other - last : 0;
}
