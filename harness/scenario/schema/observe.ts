import { z } from "zod";
import { ACCOUNT_FIELDS, ROLES_PER_ACCOUNT } from "../model/index.ts";
import type { AccountField, AccountsDriver, Observe } from "../model/index.ts";
import { refuseUnknownField } from "./account-fields.ts";
import { authSchema, buildAuth } from "./auth.ts";
import type { Cursor } from "./cursor.ts";
import { buildEvents, eventsSchema } from "./events.ts";
import { buildInvitationsDriver, invitationsDriverSchema } from "./invitations-driver.ts";
import { buildMap, flagOrPath, refuseWords } from "./flags.ts";
import { keyed } from "./keyed.ts";
import { buildPages, pagesSchema } from "./pages.ts";
import { buildSession, sessionSchema } from "./session.ts";
import { defined, jsonPath, many, refuseInvalidPath, requestLine, stringMap, text, toRequestLine } from "./words.ts";

/** Every key must be a field of an account. */
function byField<S extends z.ZodType>(value: S, needsId: boolean): z.ZodRecord<z.ZodString, S> {
  return z.record(z.string(), value).superRefine((map, context) => {
    for (const field of Object.keys(map)) refuseUnknownField(field, context);
    if (needsId && !Object.hasOwn(map, "id")) {
      context.addIssue({
        code: "custom",
        message: "must map `id`",
        params: { hint: "Without an id the kit cannot tell accounts apart." },
      });
    }
  });
}

/** Of a driver that reads JSON the parts are paths, else they are columns. */
function collectOf(part: z.ZodString) {
  return byField(z.union([part, z.record(z.string(), part)]), false)
    .optional()
    .describe(
      "Many rows into one list of an account: field -> column, or `identities: { issuer: column, subject: column }`.",
    );
}

const mapped = "Field of an account -> where it stands";

const inJson = byField(flagOrPath, true).superRefine(refuseWords).describe(`${mapped}: a JSONPath below one account.`);

const http = z
  .strictObject({
    http: requestLine.describe("`METHOD path` that lists the accounts."),
    headers: stringMap.optional(),
    auth: authSchema,
    each: jsonPath.describe("JSONPath (RFC 9535) to each account in the answer."),
    map: inJson,
    next: jsonPath.optional().describe("JSONPath to the address of the next page."),
    pages: pagesSchema,
    collect: collectOf(jsonPath),
  })
  .refine(
    (written) => written.next === undefined || written.pages === undefined,
    "has both `next` and `pages`; pages are found in one way",
  );

const scimPath = z
  .string()
  .regex(
    /^(?:\$.*|(?:urn:[^\s[\]]+:)?[A-Za-z][\w$-]*(?:\[[^[\]]+\])?(?:\.[A-Za-z][\w$-]*)?)$/s,
    "must be a SCIM path such as `name.givenName`, or a JSONPath, not %",
  )
  .superRefine(refuseInvalidPath);

const scim = z.strictObject({
  scim: z
    .string()
    .regex(
      /^(?:https?:\/\/|\{\{|\/)\S*$/,
      "must be a base address such as `https://localhost:3000/scim/v2`, or a path, not %",
    )
    .describe("The base address (RFC 7644) below which are /Users and /Groups."),
  headers: stringMap.optional(),
  auth: authSchema,
  filter: text
    .optional()
    .describe('For speed: `userName co "{{ns}}"`, where every account of a person has the namespace there.'),
  map: byField(scimPath, true)
    .optional()
    .describe(`${mapped}: a SCIM path or a JSONPath; left out: id, username, email, names, active.`),
  groups: z
    .enum(["roles", "memberships"])
    .optional()
    .describe("The field that shows the names of a user's groups; left out: groups are not read."),
  collect: collectOf(scimPath),
});

const sql = z.strictObject({
  sql: text.describe("The database: `sqlite:PATH`, `postgres://...`, `mysql://...`."),
  query: text.describe("One statement that reads; `:ns` is bound to the namespace."),
  map: byField(text, false).optional().describe(`${mapped}: a column; left out: columns have the fields' names.`),
  collect: collectOf(text),
});

const exec = z.strictObject({
  exec: z.array(text).min(1, "must be a command").describe("A command that prints JSON."),
  each: jsonPath.describe("JSONPath to each account in what it prints."),
  map: inJson,
  collect: collectOf(jsonPath),
});

/** What nearly every SCIM server shows of a user (RFC 7643, section 4.1). */
const SCIM_MAP = {
  id: "id",
  username: "userName",
  email: "emails",
  given_name: "name.givenName",
  family_name: "name.familyName",
  active: "active",
};

type WrittenDriver = z.infer<typeof http> | z.infer<typeof sql> | z.infer<typeof scim> | z.infer<typeof exec>;

const driverSchema = keyed<WrittenDriver>({ what: "a driver", schemas: { http, sql, scim, exec } });

/** What an SP may have no such thing of; without an id there are no accounts. */
const LACKABLE = ACCOUNT_FIELDS.filter((field) => field !== "id");

function lacksIt(field: AccountField): z.ZodOptional<z.ZodLiteral<"none">> {
  return z
    .literal("none", { error: `must be \`none\`, where the SP has no ${field}, not %` })
    .optional()
    .describe(`\`none\`: the SP has no ${field}, and what is expected of it is expected in vain.`);
}

export const observeSchema = z
  .strictObject({
    session: sessionSchema,
    api_key: sessionSchema
      .optional()
      .describe(
        "Whose is an API key that `drive.api_key` made? `kept`: where it stands in what that was answered, or led to; it is sent by `headers`, or in `request`, without any cookie.",
      ),
    accounts: z
      .union([driverSchema, z.array(driverSchema).min(1, "must have at least one driver")])
      .describe("Drivers that show the accounts; later ones add fields to earlier ones."),
    events: eventsSchema,
    invitations: invitationsDriverSchema,
    settle: z
      .number()
      .min(0, "must not be negative")
      .max(300, "must be at most 300")
      .optional()
      .describe(
        "Seconds within which the accounts show what was done, where that may take more than 5 s; 0: measured.",
      ),
    ...Object.fromEntries(LACKABLE.map((field) => [field, lacksIt(field)])),
    roles: z
      .enum([...ROLES_PER_ACCOUNT, "none"])
      .optional()
      .describe(
        "`single` where an account has one role at a time, `none` where it has none at all; left out: several.",
      ),
  })
  .describe("How the SP's accounts and session are seen. Observation never writes.");

export function buildObserve(written: z.infer<typeof observeSchema>, at: Cursor): Observe {
  const inList = Array.isArray(written.accounts);
  const accounts = many(written.accounts).map((driver, index) =>
    buildDriver(driver, inList ? at.in("accounts", index) : at.in("accounts")),
  );
  const none = LACKABLE.filter((field) =>
    Object.entries(written).some(([key, word]) => key === field && word === "none"),
  );
  return {
    session: buildSession(written.session, at.in("session")),
    accounts,
    settle: written.settle ?? 0,
    ...defined({
      api_key: written.api_key === undefined ? undefined : buildSession(written.api_key, at.in("api_key")),
      events: buildEvents(written.events, at.in("events")),
      invitations: buildInvitationsDriver(written.invitations, at.in("invitations")),
    }),
    ...(none.length === 0 ? {} : { none }),
    ...(written.roles === undefined || written.roles === "none" ? {} : { roles: written.roles }),
  };
}

function buildDriver(written: WrittenDriver, at: Cursor): AccountsDriver {
  const { place } = at;
  if ("scim" in written) {
    const { headers = {}, map = SCIM_MAP, filter, groups } = written;
    const more = defined({ auth: buildAuth(written.auth), filter, groups });
    return {
      kind: "scim",
      base: written.scim.replace(/\/+$/, ""),
      headers,
      map,
      collect: written.collect ?? {},
      ...more,
      place,
    };
  }
  const base = { ...buildMap(written.map ?? {}), collect: written.collect ?? {}, place };
  if ("http" in written) {
    const { each, next, headers = {} } = written;
    const more = defined({ auth: buildAuth(written.auth), next, pages: buildPages(written.pages) });
    return { kind: "http", request: toRequestLine(written.http), headers, each, ...more, ...base };
  }
  if ("sql" in written) return { kind: "sql", database: written.sql, query: written.query, ...base };
  return { kind: "exec", command: written.exec, each: written.each, ...base };
}
