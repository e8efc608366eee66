import type { EachRow, Json } from "../model/index.ts";
import { lookupIn } from "../template.ts";

const WHOLE = /^\{\{([^{}]*)\}\}$/;

/** What a path is in each row of the table `each`; none where it is no path into the table. */
export function inRows(path: string, rows: readonly EachRow[]): readonly Json[] {
  const found = rows.map(({ variables }) => lookupIn(variables)(path));
  return found.filter((value) => value !== undefined);
}

/** The path of a text that is one whole template; undefined for any other value. */
export function wholePath(value: Json): string | undefined {
  return typeof value === "string" ? WHOLE.exec(value)?.[1]?.trim() : undefined;
}

/** What a value can be: itself; where it is one whole template of the table `each`, what each of its rows has there. */
export function possible(value: Json, rows: readonly EachRow[]): readonly Json[] {
  const path = wholePath(value);
  const found = path === undefined ? [] : inRows(path, rows);
  return found.length === 0 ? [value] : found;
}
