import { z } from "zod";
import { SCIM_DIALECT_NAMES } from "../../idp/profiles/index.ts";
import type { ScimServer } from "../model/index.ts";
import { authSchema, buildAuth } from "./auth.ts";
import type { Cursor } from "./cursor.ts";
import { defined, isAddress, stringMap, text } from "./words.ts";

export const scimDialect = z.enum(SCIM_DIALECT_NAMES);

/** Where the IdP pushes accounts to. */
export const scimSchema = z
  .strictObject({
    base: text
      .refine(
        (written) => /^(?:https?:\/\/|\{\{|\/)[^\s?#]*$/.test(written) && isAddress(written),
        "must be a base address such as `{{base_url}}/scim/v2`, or a path, not %",
      )
      .describe("The address below which /Users is, or its path. May hold `{{organization.name}}`."),
    auth: authSchema,
    headers: stringMap.optional(),
    dialect: scimDialect.optional().describe("In which vendor's manner things are sent; plain."),
  })
  .describe("Where the SP takes accounts and groups by SCIM 2.0.");

type WrittenScim = z.infer<typeof scimSchema>;

/** What an organization says goes before what the target says for all of them. */
export function buildScim(
  own: WrittenScim | "none" | undefined,
  common: WrittenScim | undefined,
  organization: string,
  at: { readonly own: Cursor; readonly common: Cursor },
): ScimServer | undefined {
  if (own === "none") return undefined;
  const written = own ?? common;
  if (written === undefined) return undefined;
  const { base, headers = {}, auth, dialect = "plain" } = filled(written, organization);
  const place = own === undefined ? at.common.keyPlace : at.own.keyPlace;
  return { base: base.replace(/\/+$/, ""), headers, ...defined({ auth: buildAuth(auth) }), dialect, place };
}

function filled<T>(value: T, organization: string): T {
  if (typeof value === "string") return value.replaceAll(/\{\{\s*organization\.name\s*\}\}/g, () => organization) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => filled(one, organization)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, organization)])) as T;
}
