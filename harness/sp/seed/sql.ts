import { own } from "../../own.ts";
import type { SeedCall } from "../../scenario/model/index.ts";
import { DatabaseProblem, type SqlParameters, type SqlRow } from "../sql/port.ts";
import { toldBy } from "./answer.ts";
import { SeedDeclined, SeedRefused, type SeedTools } from "./call.ts";
import type { SeedValues } from "./values.ts";

type SqlCall = Extract<SeedCall, { kind: "sql" }>;

/**
 * Writes into the SP's database in one transaction. Values are bound where `:name` stands, never pasted; what the
 * account has not is null. `id` (of an invitation, `link`) names the column, of what the statements
 * return, that is told.
 * Throws SeedRefused.
 */
export async function seedBySql(call: SqlCall, values: SeedValues, tools: SeedTools): Promise<string | null> {
  tools.client.requireChangeable(new URL(tools.base_url));
  try {
    return toldFrom(call, await tools.writers.write(call.database, call.statements, parametersOf(values)));
  } catch (error) {
    if (error instanceof DatabaseProblem) throw new SeedDeclined(error.message, error.hint, error);
    throw error;
  }
}

function toldFrom(call: SqlCall, row: SqlRow): string | null {
  const told = toldBy(call);
  if (told === null) return null;
  const value = row[told.where];
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new SeedRefused(
    `returned no column ${told.where}`,
    told.what === "id"
      ? `end the insert with: returning ... as ${told.where}; or, in MySQL: select last_insert_id() as ${told.where}`
      : `end the statements with: select ... as ${told.where}`,
  );
}

function parametersOf(values: SeedValues): SqlParameters {
  const names = ["id", "account", ...Object.keys(values)];
  return Object.fromEntries(names.map((name) => [name, own(values, name) ?? null]));
}
