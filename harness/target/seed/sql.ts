import type { SeedCall } from "../../scenario/model/index.ts";
import { openDatabase } from "../sql/open.ts";
import { DatabaseProblem, type SqlParameters, type SqlRow } from "../sql/port.ts";
import { SeedRefused, type SeedTools } from "./call.ts";
import type { SeedValues } from "./values.ts";

type SqlCall = Extract<SeedCall, { kind: "sql" }>;

/**
 * Writes into the SP's database in one transaction. Values are bound where `:name` stands, never pasted; what the
 * account has not is null. `id` names the column, of what the statements return, that holds the account's id.
 * Throws SeedRefused.
 */
export async function seedBySql(call: SqlCall, values: SeedValues, tools: SeedTools): Promise<string | null> {
  try {
    const database = openDatabase(call.database, {
      dir: tools.dir,
      requireAllowed: (url) => tools.client.requireAllowed(url),
    });
    try {
      return idFrom(call, await database.write(call.statements, parametersOf(values)));
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof DatabaseProblem) throw new SeedRefused(error.message, error.hint, error);
    throw error;
  }
}

function idFrom(call: SqlCall, told: SqlRow): string | null {
  if (call.id === undefined) return null;
  const id = told[call.id];
  if (typeof id === "string" || typeof id === "number") return String(id);
  throw new SeedRefused(
    `returned no column ${call.id}`,
    `end the insert with: returning ... as ${call.id}; or, in MySQL: select last_insert_id() as ${call.id}`,
  );
}

function parametersOf(values: SeedValues): SqlParameters {
  const names = ["id", "account", ...Object.keys(values)];
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}
