import type { Waits } from "../../scenario/model/index.ts";
import type { LimitName } from "../limit.ts";

/** One of the SP's databases, whichever kind it is. */
export interface SqlDatabase {
  /** Runs one statement that reads, in a transaction that cannot write. Throws DatabaseProblem. */
  read(query: string, parameters: SqlParameters): Promise<SqlResult>;
  /**
   * Runs statements in one transaction, all or none of them. The columns of the first row that one returns
   * (`returning id`) are parameters of those after it, and are told at the end. Throws DatabaseProblem.
   */
  write(statements: readonly string[], parameters: SqlParameters): Promise<SqlRow>;
  close(): Promise<void>;
}

/** By name; bound where `:name` stands, never pasted. */
export type SqlParameters = { readonly [name: string]: unknown };

/** Column -> value, as JSON has it: see `plainValue`. */
export type SqlRow = { readonly [column: string]: unknown };

export interface SqlResult {
  /** In the order of the query, also where no row came. */
  readonly columns: readonly string[];
  readonly rows: readonly SqlRow[];
}

/** How long a database may take, in seconds: see `limits` of the target file. */
export type SqlWaits = Pick<Waits, "connect" | "lock" | "statement">;

/** The database cannot be used; the message completes `NAME (file:line) ...`. Never holds a password. */
export class DatabaseProblem extends Error {
  readonly hint: string | undefined;
  readonly limit: LimitName | undefined;
  constructor(message: string, hint?: string, cause?: unknown, limit?: LimitName) {
    super(message, { cause });
    this.hint = hint;
    this.limit = limit;
  }
}

/** The database, or a table of it, is not there or cannot be read any more. */
export class DatabaseDamaged extends DatabaseProblem {
  /** See isDamage. */
  readonly damage = true;
}

export const WRITES = {
  message: "has a query that does not only read",
  hint: "observation never writes: write a select",
} as const;

export const SEVERAL = { message: "has more than one statement in one text", hint: "write one statement" } as const;

/** For a text that the server cannot parse. */
export const SYNTAX_HINT = "correct the SQL; it must be one statement";

export function lockedProblem(where: string, { lock }: SqlWaits, cause?: unknown): DatabaseProblem {
  return new DatabaseProblem(
    `waited ${lock} s: ${where} is locked`,
    "something holds a write transaction open: the SP, or a database shell; limits.lock gives it longer",
    cause,
    "lock",
  );
}

export function slowProblem(where: string, { statement }: SqlWaits, cause?: unknown): DatabaseProblem {
  return new DatabaseProblem(
    `was not answered by ${where} within ${statement} s`,
    "filter by :ns so that an index helps, and look whether something holds a lock; limits.statement gives it longer",
    cause,
    "statement",
  );
}
