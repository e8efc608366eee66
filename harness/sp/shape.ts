import { beginning } from "../beginning.ts";

/** Enough to recognize an answer by, and to find what one looks for in it. */
const MOST = 12;
const DEEPEST = 3;

/**
 * The JSONPaths of the values in a document, without the values, which may be personal or secret: what could be
 * written where a path finds nothing. The first few, on one line and without control characters.
 */
export function shapeOf(document: unknown): string {
  const paths: string[] = [];
  collect(document, "$", 0, paths);
  const told = paths.slice(0, MOST).map((path) => beginning(path, 60));
  return paths.length > MOST ? `${told.join(", ")} ...` : told.join(", ");
}

function collect(value: unknown, path: string, depth: number, paths: string[]): void {
  if (paths.length > MOST) return;
  const members = typeof value === "object" && value !== null ? entries(value) : [];
  if (members.length === 0 || depth === DEEPEST) {
    if (path !== "$") paths.push(path);
    return;
  }
  for (const [step, member] of members) collect(member, path + step, depth + 1, paths);
}

/** Every text, number and truth value of a document, with its JSONPath; of a list the first `items` alone. */
export function leavesOf(document: unknown, items = 20): readonly { readonly path: string; readonly value: unknown }[] {
  const leaves: { path: string; value: unknown }[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    if (depth > DEEPEST_LEAF || leaves.length > MOST_LEAVES) return;
    if (typeof value !== "object") leaves.push({ path, value });
    else if (value !== null) for (const [step, member] of entries(value, items)) visit(member, path + step, depth + 1);
  };
  if (document !== undefined) visit(document, "$", 0);
  return leaves;
}

const DEEPEST_LEAF = 6;
const MOST_LEAVES = 20_000;

/** Of a list the first item stands for all, or so many. */
function entries(value: object, items = 1): readonly (readonly [step: string, member: unknown])[] {
  if (Array.isArray(value)) return value.slice(0, items).map((item: unknown, at) => [`[${at}]`, item]);
  return Object.entries(value).map(([name, member]) => [
    /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`,
    member,
  ]);
}
