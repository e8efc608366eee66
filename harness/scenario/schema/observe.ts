import { z } from "zod";
import { ACCOUNT_FIELDS } from "../model/index.ts";
import type { AccountsDriver, Observe, SessionDriver } from "../model/index.ts";
import { suggest } from "../faults.ts";
import { PLANNED_SESSION } from "../planned.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import { strictWithPlanned } from "./strict.ts";
import { defined, jsonPath, many, oneOrMany, requestLine, stringMap, text, toRequestLine } from "./words.ts";

/** Every key must be a field of an account. */
function byField<S extends z.ZodType>(value: S, needsId: boolean): z.ZodRecord<z.ZodString, S> {
  return z.record(z.string(), value).superRefine((map, context) => {
    for (const field of Object.keys(map)) {
      if (ACCOUNT_FIELDS.some((known) => known === field) || /^attributes\..+/.test(field)) continue;
      const hint = suggest(field, ACCOUNT_FIELDS, "The fields (besides `attributes.NAME`):");
      context.addIssue({
        code: "custom",
        path: [field],
        message: `\`${field}\` is not a field of an account`,
        params: { hint, key: true },
      });
    }
    if (needsId && !Object.hasOwn(map, "id")) {
      context.addIssue({
        code: "custom",
        message: "must map `id`",
        params: { hint: "Without an id the kit cannot tell accounts apart." },
      });
    }
  });
}

const collect = byField(z.union([text, stringMap]), false)
  .optional()
  .describe(
    "Many rows into one list of an account: field -> column, or `identities: { issuer: column, subject: column }`.",
  );

const mapped = "Field of an account -> where it stands";

const http = z.strictObject({
  http: requestLine.describe("`METHOD path` that lists the accounts."),
  headers: stringMap.optional(),
  each: jsonPath.describe("JSONPath (RFC 9535) to each account in the answer."),
  map: byField(jsonPath, true).describe(`${mapped}: a JSONPath below one account.`),
  next: jsonPath.optional().describe("JSONPath to the address of the next page."),
  collect,
});

const sql = z.strictObject({
  sql: text.describe("The database: `sqlite:PATH`, `postgres://...`, `mysql://...`."),
  query: text.describe("One statement that reads; `:ns` is bound to the namespace."),
  map: byField(text, false).optional().describe(`${mapped}: a column; left out: columns have the fields' names.`),
  collect,
});

const exec = z.strictObject({
  exec: z.array(text).min(1, "must be a command").describe("A command that prints JSON."),
  each: jsonPath.describe("JSONPath to each account in what it prints."),
  map: byField(jsonPath, true).describe(`${mapped}: a JSONPath below one account.`),
  collect,
});

type WrittenDriver = z.infer<typeof http> | z.infer<typeof sql> | z.infer<typeof exec>;

const driverSchema = keyed<WrittenDriver>({ what: "a driver", schemas: { http, sql, exec } });

const sessionSchema = strictWithPlanned(
  {
    request: requestLine.describe("Who am I? Asked with the cookies of the browser that signed in."),
    headers: stringMap.optional(),
    map: z
      .strictObject({
        account: z
          .union([jsonPath, z.strictObject({ selector: text })])
          .describe("JSONPath to the account's id, or `{ selector: CSS }` in a page."),
      })
      .describe("Where the answer names the account."),
    signed_out: z
      .strictObject({
        status: oneOrMany(
          z
            .int("must be an HTTP status, not %")
            .min(100, "must be an HTTP status, not %")
            .max(599, "must be an HTTP status, not %"),
        ).optional(),
        text: text.optional(),
      })
      .optional()
      .describe("What, beside 401, 403, 404 and a redirect, means signed out."),
  },
  PLANNED_SESSION,
);

export const observeSchema = z
  .strictObject({
    session: sessionSchema,
    accounts: z
      .union([driverSchema, z.array(driverSchema).min(1, "must have at least one driver")])
      .describe("Drivers that show the accounts; later ones add fields to earlier ones."),
    settle: z
      .number()
      .min(0, "must not be negative")
      .max(300, "must be at most 300")
      .optional()
      .describe("Seconds within which an SP that provisions in a queue has settled; 0."),
  })
  .describe("How the SP's accounts and session are seen. Observation never writes.");

export function buildObserve(written: z.infer<typeof observeSchema>, at: Cursor): Observe {
  const inList = Array.isArray(written.accounts);
  const accounts = many(written.accounts).map((driver, index) =>
    buildDriver(driver, inList ? at.in("accounts", index) : at.in("accounts")),
  );
  return { session: buildSession(written.session, at.in("session")), accounts, settle: written.settle ?? 0 };
}

function buildSession(written: z.infer<typeof sessionSchema>, at: Cursor): SessionDriver {
  const { account } = written.map;
  return {
    request: toRequestLine(written.request),
    headers: written.headers ?? {},
    account: typeof account === "string" ? { json: account } : account,
    signed_out: { status: many(written.signed_out?.status), ...defined({ text: written.signed_out?.text }) },
    place: at.keyPlace,
  };
}

function buildDriver(written: WrittenDriver, at: Cursor): AccountsDriver {
  const base = { map: written.map ?? {}, collect: written.collect ?? {}, place: at.place };
  if ("http" in written) {
    const { each, next, headers = {} } = written;
    return { kind: "http", request: toRequestLine(written.http), headers, each, ...defined({ next }), ...base };
  }
  if ("sql" in written) return { kind: "sql", database: written.sql, query: written.query, ...base };
  return { kind: "exec", command: written.exec, each: written.each, ...base };
}
