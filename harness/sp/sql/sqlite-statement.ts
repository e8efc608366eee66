import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { DatabaseProblem, SEVERAL, WRITES, type SqlRow } from "./port.ts";
import { plainValue } from "./value.ts";

/** One statement, whose whole numbers are exact. SQLite compiles the first of a text and drops the rest in silence. */
export function prepareOne(database: DatabaseSync, text: string): StatementSync {
  if (isEmpty(text)) throw new DatabaseProblem("has no statement", "write one");
  const statement = database.prepare(text);
  if (!isEmpty(text.slice(statement.sourceSQL.length))) throw new DatabaseProblem(SEVERAL.message, SEVERAL.hint);
  statement.setReadBigInts(true);
  return statement;
}

/**
 * As `prepareOne`, for what only reads. A handle that is opened to read still lets `vacuum into` write a file and
 * `attach` open one, neither of which has columns; a pragma has some, and may write what no transaction takes back.
 */
export function prepareRead(database: DatabaseSync, text: string): StatementSync {
  const statement = prepareOne(database, text);
  if (statement.columns().length === 0 || !/^(?:select|with|values)\b/i.test(withoutComments(text).trimStart()))
    throw new DatabaseProblem(WRITES.message, WRITES.hint);
  return statement;
}

/** SQLite has no booleans and no lists: 0 and 1, and JSON text. */
export function parameterOf(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}

export function plainRow(row: SqlRow): SqlRow {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plainValue(value)]));
}

function isEmpty(text: string): boolean {
  return /^[\s;]*$/.test(withoutComments(text));
}

const COMMENT = /^(?:--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/;

/** Comments that stand ahead of anything else, or alone. */
function withoutComments(text: string): string {
  let rest = text;
  for (let left = -1; left !== rest.length;) {
    left = rest.length;
    rest = rest.replace(/^[\s;]+/, "").replace(COMMENT, "");
  }
  return rest;
}
