import { createReadStream, writeSync } from "node:fs";
import { messageOf } from "../../errors.ts";
import type { LimitName } from "../limit.ts";
import type { SqlParameters, SqlResult, SqlRow, SqlWaits } from "./port.ts";
import { SqliteFile } from "./sqlite-file.ts";

/** What is asked of the process, a line of JSON each. */
export type Question =
  | { readonly id: number; readonly query: string; readonly parameters: SqlParameters }
  | { readonly id: number; readonly statements: readonly string[]; readonly parameters: SqlParameters };

/** What it says, likewise. */
export type Answer = { readonly id: number } & (
  | { readonly value: SqlResult | SqlRow }
  | { readonly problem: Problem }
  /** It waits for a lock, and will answer later; or, as `READY`, it waits for a question. */
  | { readonly waiting: true }
);

/** An error, told across. */
export interface Problem {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly limit?: LimitName | undefined;
  readonly damage: boolean;
}

/** The program of the process: `serveSqlite` of this file, whatever it is compiled to. */
export function programOf(file: string, waits: SqlWaits): string {
  const words = [file, waits].map((word) => JSON.stringify(word)).join(", ");
  return `const { serveSqlite } = await import(${JSON.stringify(import.meta.url)}); await serveSqlite(${words})`;
}

/**
 * Answers what is asked on standard input, until it ends.
 * @public The program of `programOf` names it.
 */
export async function serveSqlite(file: string, waits: SqlWaits): Promise<void> {
  const sqlite = new SqliteFile(file, waits);
  const answer = async (question: Question): Promise<void> => {
    const { id, parameters } = question;
    const waiting = () => say({ id, waiting: true });
    try {
      const value =
        "query" in question
          ? await sqlite.read(question.query, parameters, waiting)
          : await sqlite.write(question.statements, parameters, waiting);
      say({ id, value });
    } catch (error) {
      say({ id, problem: problemOf(error) });
    }
  };
  say({ id: READY, waiting: true });
  let rest = "";
  for await (const chunk of createReadStream("", { fd: STANDARD_INPUT, encoding: "utf8" })) {
    const lines = `${rest}${String(chunk)}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) void answer(JSON.parse(line) as Question);
  }
}

/** No question has this id. */
const READY = 0;

const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;

function say(answer: Answer): void {
  const bytes = Buffer.from(`${JSON.stringify(answer)}\n`);
  for (let at = 0; at < bytes.length;) at += writeSync(STANDARD_OUTPUT, bytes, at);
}

function problemOf(error: unknown): Problem {
  const { hint, limit, damage } = (error ?? {}) as Partial<Problem>;
  return { message: messageOf(error), hint, limit, damage: damage === true };
}
