import { z } from "zod";
import type { Seed, SeedCall } from "../model/index.ts";
import { authSchema, buildAuth } from "./auth.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import { defined, json, jsonPath, many, oneOrMany, requestLine, stringMap, text, toRequestLine } from "./words.ts";

const id = text.optional().describe("Where the answer tells the new account's id: a JSONPath, or a column.");

const http = z
  .strictObject({
    http: requestLine.describe("`METHOD path` at the SP."),
    headers: stringMap.optional(),
    auth: authSchema,
    json: json.optional().describe("The body, as JSON."),
    form: stringMap.optional().describe("The body, as form fields."),
    id: jsonPath.optional().describe("JSONPath to the new account's id in the answer."),
  })
  .refine(
    (written) => written.json === undefined || written.form === undefined,
    "has both `json` and `form`; a request has one body",
  );

const sql = z.strictObject({
  sql: text.describe("The database: `sqlite:PATH`, `postgres://...`, `mysql://...`."),
  statements: oneOrMany(text).describe("One statement or several, in one transaction."),
  id,
});

const exec = z.strictObject({
  exec: z.array(text).min(1, "must be a command").describe("A command and its arguments."),
  id,
});

type WrittenCall = z.infer<typeof http> | z.infer<typeof sql> | z.infer<typeof exec>;

const callSchema = keyed<WrittenCall>({ what: "a seed call", schemas: { http, sql, exec } });

/** How the kit writes at the SP. Each entry is an ability that scenarios may require. */
export const seedSchema = z
  .strictObject({
    account: callSchema.optional().describe("Creates an account."),
    grant: callSchema.optional().describe("Gives an account a role."),
    deactivate: callSchema.optional().describe("Deactivates an account."),
    remove: callSchema.optional().describe("Removes an account; also used for clean-up."),
  })
  .describe("How the kit writes at the SP: by its own API, by SQL, or by a command.");

export function buildSeed(written: z.infer<typeof seedSchema> | undefined, at: Cursor): Seed {
  const call = (name: "account" | "grant" | "deactivate" | "remove"): SeedCall | undefined => {
    const value = written?.[name];
    return value === undefined ? undefined : buildCall(value, at.in(name));
  };
  return defined({
    account: call("account"),
    grant: call("grant"),
    deactivate: call("deactivate"),
    remove: call("remove"),
  });
}

function buildCall(written: WrittenCall, at: Cursor): SeedCall {
  const place = at.keyPlace;
  if ("http" in written) {
    const { headers = {}, json, form, id } = written;
    const more = defined({ auth: buildAuth(written.auth), json, form, id });
    return { kind: "http", request: toRequestLine(written.http), headers, ...more, place };
  }
  const idWhere = defined({ id: written.id });
  if ("sql" in written)
    return { kind: "sql", database: written.sql, statements: many(written.statements), ...idWhere, place };
  return { kind: "exec", command: written.exec, ...idWhere, place };
}
