import { z } from "zod";
import type { SeededAccount } from "../model/index.ts";
import type { Cursor } from "./cursor.ts";
import { defined, json, nameSchema, text } from "./words.ts";

export const identitySchema = z.strictObject({
  issuer: text.optional().describe("Left out: the issuer of the person's own connection."),
  subject: text,
});

/** An account that the SP has before the IdP is heard of. */
const accountSchema = z
  .strictObject({
    at: nameSchema
      .optional()
      .describe("The connection whose organization the account belongs to; left out: the check's own."),
    email: json.optional(),
    email_verified: z.boolean().optional(),
    username: z.string().optional(),
    password: z.string().optional(),
    given_name: z.string().optional(),
    family_name: z.string().optional(),
    roles: z.array(text).optional(),
    active: z.boolean().optional(),
    identities: z.array(identitySchema).optional().describe("Identities that are linked to it already."),
  })
  .describe("An account that the SP has before the IdP is heard of.");

export const accountsSchema = z.record(nameSchema, accountSchema.nullable()).describe("Seeded accounts by name.");

/** Fields of a seeded account that a template can name. */
export const ACCOUNT_TEMPLATE_FIELDS = ["email", "username", "password", "given_name", "family_name"] as const;

export function buildAccounts(written: z.infer<typeof accountsSchema>, at: Cursor): readonly SeededAccount[] {
  return Object.entries(written).map(([name, account]) => {
    const here = at.in(name);
    if (account?.at !== undefined) here.in("at").use("connection", account.at);
    here.noteKey("define", "account", name);
    const identities = account?.identities?.map((identity) => defined(identity));
    return { ...defined({ ...account, identities }), name, place: here.keyPlace };
  });
}
