import { z } from "zod";
import { INVITATION_FIELDS, type InvitationsDriver } from "../model/index.ts";
import { authSchema } from "./auth.ts";
import type { Cursor } from "./cursor.ts";
import { readerOf } from "./events.ts";
import { keyed } from "./keyed.ts";
import { pagesSchema } from "./pages.ts";
import { defined, jsonPath, many, oneOrMany, requestLine, stringMap, text } from "./words.ts";

/** Without an address nobody knows whose invitation it is. */
function mapOf<S extends z.ZodString>(where: S) {
  const { id, email, state } = {
    id: where.describe("What no other invitation has."),
    email: where.describe("The address that is invited."),
    state: where.optional().describe("The SP's word for what became of it."),
  };
  return z.strictObject({ id, email, state }).describe("Field of an invitation -> where it stands.");
}

const open = oneOrMany(z.string())
  .optional()
  .describe(
    "The SP's word or words, in `state`, for one that can still be taken; left out: every one that is shown can.",
  );

const http = z.strictObject({
  http: requestLine.describe(
    "`METHOD path` that lists the invitations; `{{ns}}` is what stands in all of the check's people.",
  ),
  headers: stringMap.optional(),
  auth: authSchema,
  each: jsonPath.describe("JSONPath (RFC 9535) to each invitation in the answer."),
  map: mapOf(jsonPath),
  next: jsonPath.optional().describe("JSONPath to the address of the next page."),
  pages: pagesSchema,
  open,
});

const sql = z.strictObject({
  sql: text.describe("The database: `sqlite:PATH`, `postgres://...`, `mysql://...`."),
  query: text.describe("One statement that reads; `:ns` is bound to the namespace."),
  map: mapOf(text),
  open,
});

const exec = z.strictObject({
  exec: z.array(text).min(1, "must be a command").describe("A command that prints JSON."),
  each: jsonPath.describe("JSONPath to each invitation in what it prints."),
  map: mapOf(jsonPath),
  open,
});

type Written = z.infer<typeof http> | z.infer<typeof sql> | z.infer<typeof exec>;

export const invitationsDriverSchema = keyed<Written>({ what: "a driver", schemas: { http, sql, exec } })
  .optional()
  .describe("How the SP's invitations are read; left out: whether one is still open is not judged by itself.");

export function buildInvitationsDriver(written: Written | undefined, at: Cursor): InvitationsDriver | undefined {
  if (written === undefined) return undefined;
  const fields = INVITATION_FIELDS.flatMap((field) => {
    const where = written.map[field];
    return where === undefined ? [] : [[field, where] as const];
  });
  const reader = readerOf(written, Object.fromEntries(fields), "invitations", at);
  return { reader, ...defined({ open: written.open === undefined ? undefined : many(written.open) }), place: at.place };
}
