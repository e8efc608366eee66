import { MOST_CHARACTERS } from "../limit.ts";
import { DatabaseProblem, type SqlRow } from "./port.ts";

/** Counts what a query shows, about as its JSON would be. One that shows rows without an end is not read to none. */
export class Weight {
  #characters = 0;

  /** Throws DatabaseProblem where this row, or this list of values, is too much. */
  add(row: SqlRow | readonly unknown[]): void {
    for (const [column, value] of Object.entries(row)) {
      this.#characters += column.length + LEAST + (typeof value === "string" ? value.length : 0);
    }
    if (this.#characters > MOST_CHARACTERS) throw tooMuch();
  }
}

export function tooMuch(cause?: unknown): DatabaseProblem {
  const hint = "filter the query by :ns, or name the columns that are needed";
  return new DatabaseProblem("shows more than 64 MiB of accounts", hint, cause);
}

/** Quotes, a colon, a comma, a number. */
const LEAST = 8;
