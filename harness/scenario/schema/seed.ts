import { z } from "zod";
import { SEED_NAMES } from "../model/index.ts";
import type { Seed, SeedCall } from "../model/index.ts";
import { authSchema, buildAuth } from "./auth.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import { defined, json, jsonPath, many, oneOrMany, requestLine, stringMap, text, toRequestLine } from "./words.ts";

const httpShape = {
  http: requestLine.describe("`METHOD path` at the SP."),
  headers: stringMap.optional(),
  auth: authSchema,
  json: json.optional().describe("The body, as JSON."),
  form: stringMap.optional().describe("The body, as form fields."),
  ok: z
    .array(z.int("must be an HTTP status such as 409, not %"))
    .min(1, "must not be an empty list")
    .optional()
    .describe("Statuses beside 2xx that are as good: 409 where the call may have been made before."),
};

const sqlShape = {
  sql: text.describe("The database: `sqlite:PATH`, `postgres://...`, `mysql://...`."),
  statements: oneOrMany(text).describe("One statement or several, in one transaction."),
};

const execShape = { exec: z.array(text).min(1, "must be a command").describe("A command and its arguments.") };

/** The three ways to call, each with what else may stand beside it. */
function callSchemas<H extends z.ZodRawShape, O extends z.ZodRawShape>(http: H, others: O) {
  return {
    http: z
      .strictObject({ ...httpShape, ...http })
      .refine(
        (written) => !("json" in written && "form" in written),
        "has both `json` and `form`; a request has one body",
      ),
    sql: z.strictObject({ ...sqlShape, ...others }),
    exec: z.strictObject({ ...execShape, ...others }),
  };
}

interface WrittenTells {
  readonly id?: string | undefined;
  readonly link?: string | undefined;
}

export type WrittenCall = WrittenTells &
  (
    | z.infer<z.ZodObject<typeof httpShape, z.core.$strict>>
    | z.infer<z.ZodObject<typeof sqlShape, z.core.$strict>>
    | z.infer<z.ZodObject<typeof execShape, z.core.$strict>>
  );

const ID = "Where the answer tells the new account's id: a JSONPath, or a column.";
const LINK = "Where the answer tells the address that the invited person is sent: a JSONPath, or a column.";

const account = keyed<WrittenCall>({
  what: "a seed call",
  schemas: callSchemas({ id: jsonPath.optional().describe(ID) }, { id: text.optional().describe(ID) }),
});
const invitation = keyed<WrittenCall>({
  what: "a seed call",
  schemas: callSchemas({ link: jsonPath.optional().describe(LINK) }, { link: text.optional().describe(LINK) }),
});
/** Calls that tell nothing, by kind. */
export const CALL_SCHEMAS = callSchemas({}, {});

function orNone(schema: z.ZodType<WrittenCall>) {
  return z.union([z.literal("none"), schema]).optional();
}

/** How the kit writes at the SP. Each entry is an ability that scenarios may require. */
export const seedSchema = z
  .strictObject({
    account: orNone(account).describe("Creates an account."),
    grant: orNone(account).describe("Gives an account a role."),
    deactivate: orNone(account).describe("Deactivates an account."),
    remove: orNone(account).describe("Removes an account; also used for clean-up."),
    invite: orNone(invitation).describe("Invites somebody by email."),
    uninvite: orNone(account).describe("Takes an invitation back."),
    edit: orNone(account).describe("Changes the names of an account, as they are written by hand at the SP."),
    age: orNone(account).describe(
      "Has the sessions of an account be `{{seconds}}` older: they began so much earlier, and end so much sooner.",
    ),
    mapping: keyed<WrittenCall>({ what: "a seed call", schemas: CALL_SCHEMAS })
      .optional()
      .describe("Tells the SP of one connection: its IdP, the names of its claims, its groups and their roles."),
    organization: keyed<WrittenCall>({ what: "a seed call", schemas: CALL_SCHEMAS })
      .optional()
      .describe(
        "Makes the organization of a connection as new: nobody is in it, and it has `{{seats}}` where that is said.",
      ),
  })
  .describe(
    "How the kit writes at the SP: by its own API, by SQL, or by a command; `none` where the SP has no such thing.",
  );

export function buildSeed(written: z.infer<typeof seedSchema> | undefined, at: Cursor): Seed {
  const entries = SEED_NAMES.flatMap((name) => {
    const call = written?.[name];
    return call === undefined || call === "none" ? [] : [[name, buildCall(call, at.in(name))] as const];
  });
  const none = SEED_NAMES.filter((name) => written?.[name] === "none");
  const called = (name: "mapping" | "organization") => {
    const call = written?.[name];
    return call === undefined ? undefined : buildCall(call, at.in(name));
  };
  const connections = { mapping: called("mapping"), organization: called("organization") };
  return { ...Object.fromEntries(entries), ...defined(connections), ...(none.length === 0 ? {} : { none }) };
}

export function buildCall(written: WrittenCall, at: Cursor): SeedCall {
  const common = { ...defined({ id: written.id, link: written.link }), place: at.keyPlace };
  if ("http" in written) {
    const { headers = {}, json, form, ok } = written;
    const more = defined({ auth: buildAuth(written.auth), json, form, ok });
    return { kind: "http", request: toRequestLine(written.http), headers, ...more, ...common };
  }
  if ("sql" in written) return { kind: "sql", database: written.sql, statements: many(written.statements), ...common };
  return { kind: "exec", command: written.exec, ...common };
}
