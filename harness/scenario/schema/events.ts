import { z } from "zod";
import { ENTRY, EVENT_FIELDS, EVENT_KINDS, WHOLE_ROW, type EventsDriver } from "../model/index.ts";
import { authSchema, buildAuth } from "./auth.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import { buildPages, pagesSchema } from "./pages.ts";
import { defined, jsonPath, many, oneOrMany, requestLine, stringMap, text, toRequestLine } from "./words.ts";

/** Without an id entries cannot be told apart, and without a kind nobody knows what they tell. */
function mapOf<S extends z.ZodString>(where: S) {
  const { id, kind, account, connection, by } = {
    id: where.describe("What no other entry has."),
    kind: where.describe("The SP's word for what happened."),
    account: where.optional().describe("The id, address or username of the account that it is about."),
    connection: where.optional().describe("The connection, or its IdP, by which it came."),
    by: where.optional().describe("Who did it: the person, an administrator, the directory."),
  };
  return z.strictObject({ id, kind, account, connection, by }).describe("Field of an entry -> where it stands.");
}

const kinds = z
  .partialRecord(z.enum(EVENT_KINDS), oneOrMany(text))
  .describe("What an entry tells -> the SP's word or words for it; one word may tell several.");

const http = z.strictObject({
  http: requestLine.describe(
    "`METHOD path` that lists the entries; `{{ns}}` is what stands in all of the check's people.",
  ),
  headers: stringMap.optional(),
  auth: authSchema,
  each: jsonPath.describe("JSONPath (RFC 9535) to each entry in the answer."),
  map: mapOf(jsonPath),
  next: jsonPath.optional().describe("JSONPath to the address of the next page."),
  pages: pagesSchema,
  kinds,
});

const sql = z.strictObject({
  sql: text.describe("The database: `sqlite:PATH`, `postgres://...`, `mysql://...`."),
  query: text.describe("One statement that reads; `:ns` is bound to the namespace."),
  map: mapOf(text),
  kinds,
});

const exec = z.strictObject({
  exec: z.array(text).min(1, "must be a command").describe("A command that prints JSON."),
  each: jsonPath.describe("JSONPath to each entry in what it prints."),
  map: mapOf(jsonPath),
  kinds,
});

type WrittenReader =
  | Omit<z.infer<typeof http>, "map" | "kinds">
  | Omit<z.infer<typeof sql>, "map" | "kinds">
  | Omit<z.infer<typeof exec>, "map" | "kinds">;
type Written = z.infer<typeof http> | z.infer<typeof sql> | z.infer<typeof exec>;

export const eventsSchema = keyed<Written>({ what: "a driver", schemas: { http, sql, exec } })
  .optional()
  .describe("How the SP's audit log is read; left out: what it tells is not judged.");

export function buildEvents(written: Written | undefined, at: Cursor): EventsDriver | undefined {
  if (written === undefined) return undefined;
  const { place } = at;
  return { reader: buildReader(written, at), kinds: buildKinds(written.kinds), place };
}

function buildReader(written: Written, at: Cursor): EventsDriver["reader"] {
  const fields = EVENT_FIELDS.flatMap((field) => {
    const where = written.map[field];
    return where === undefined ? [] : [[field, where] as const];
  });
  const map = { ...Object.fromEntries(fields), [ENTRY]: "sql" in written ? WHOLE_ROW : "$" };
  return readerOf(written, map, "events", at);
}

/** A driver of rows that are no accounts. */
export function readerOf(
  written: WrittenReader,
  map: EventsDriver["reader"]["map"],
  shows: NonNullable<EventsDriver["reader"]["shows"]>,
  { place }: Cursor,
): EventsDriver["reader"] {
  const base = { map, collect: {}, shows, place };
  if ("http" in written) {
    const { each, next, headers = {} } = written;
    const more = defined({ auth: buildAuth(written.auth), next, pages: buildPages(written.pages) });
    return { kind: "http", request: toRequestLine(written.http), headers, each, ...more, ...base };
  }
  if ("sql" in written) return { kind: "sql", database: written.sql, query: written.query, ...base };
  return { kind: "exec", command: written.exec, each: written.each, ...base };
}

function buildKinds(written: Written["kinds"]): EventsDriver["kinds"] {
  const told = EVENT_KINDS.flatMap((kind) => {
    const words = written[kind];
    return words === undefined ? [] : [[kind, many(words)] as const];
  });
  return Object.fromEntries(told);
}
