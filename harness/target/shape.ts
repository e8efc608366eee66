import { beginning } from "./drivers/context.ts";

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

/** Of a list the first item stands for all. */
function entries(value: object): readonly (readonly [step: string, member: unknown])[] {
  if (Array.isArray(value)) return value.slice(0, 1).map((item: unknown) => ["[0]", item]);
  return Object.entries(value).map(([name, member]) => [
    /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`,
    member,
  ]);
}
