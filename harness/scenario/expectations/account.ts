import { z } from "zod";
import type { Json, PerProtocol } from "../model/names.ts";
import type { AccountField } from "../model/drivers.ts";
import { identitySchema } from "../schema/account.ts";
import { defined, json, nameSchema, perProtocol, text } from "../schema/words.ts";
import { perProtocolInWords } from "../words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** Of one account, after the step. */
export interface AccountExpectation extends AnyExpectation {
  readonly kind: "account";
  /** A remembered or seeded name; left out: the account of the session. */
  readonly of?: string;
  readonly email?: PerProtocol<string | null>;
  /** Texts that the stored email must not be, in any letters. */
  readonly email_none_of?: readonly string[];
  /** Usernames that the stored one must not be. */
  readonly username_none_of?: readonly string[];
  readonly email_verified?: PerProtocol<boolean>;
  readonly names?: {
    readonly [field in "given_name" | "family_name" | "name" | "username"]?: PerProtocol<string | null>;
  };
  readonly roles?: {
    readonly is?: readonly string[];
    readonly has?: readonly string[];
    readonly lacks?: readonly string[];
  };
  /** Identities that must be linked: issuer may be left out (the person's own connection's). */
  readonly identities?: readonly { readonly issuer?: string; readonly subject: string }[];
  readonly active?: boolean;
  readonly attributes?: { readonly [name: string]: PerProtocol<Json> };
  readonly memberships?: readonly string[];
}

const textOrNull = perProtocol(z.union([z.string(), z.null()]));

const names = z
  .strictObject({
    given_name: textOrNull.optional(),
    family_name: textOrNull.optional(),
    name: textOrNull.optional(),
    username: textOrNull.optional(),
  })
  .describe("The account's names.");

const roles = z
  .strictObject({
    is: z.array(text).optional().describe("Exactly these, in any order."),
    has: z.array(text).optional().describe("At least these."),
    lacks: z.array(text).optional().describe("None of these."),
  })
  .refine((written) => Object.keys(written).length > 0, "must say `is`, `has` or `lacks`")
  .describe("The account's roles.");

const schema = z
  .strictObject({
    of: nameSchema.optional().describe("A remembered or seeded name; left out: the account of the session."),
    email: textOrNull
      .optional()
      .describe("The stored email, or null for none; `{ oidc: x, saml: y }` where it differs."),
    email_none_of: z.array(text).optional().describe("Texts that the stored email must not be, in any letters."),
    username_none_of: z.array(text).optional().describe("Usernames that the stored one must not be, letter by letter."),
    email_verified: perProtocol(z.boolean()).optional(),
    names: names.optional(),
    roles: roles.optional(),
    identities: z.array(identitySchema).optional().describe("Identities that must be linked to it."),
    active: z.boolean().optional(),
    attributes: z.record(z.string(), perProtocol(json)).optional().describe("Other attributes by name."),
    memberships: z.array(text).optional(),
  })
  .refine((written) => Object.keys(written).some((key) => key !== "of"), "says nothing about the account")
  .describe("One account after the step.");

export const account: ExpectationRow<AccountExpectation> = defineExpectation({
  kind: "account",
  schema,
  build: (written, at) => {
    at.in("of").use("account", written.of);
    return defined({
      ...written,
      names: written.names === undefined ? undefined : defined(written.names),
      roles: written.roles === undefined ? undefined : defined(written.roles),
      identities: written.identities?.map((identity) => defined(identity)),
    });
  },
  needs: (expectation) => ({ fields: fieldsOf(expectation), session: expectation.of === undefined }),
  words: accountInWords,
  excusable: true,
  turnsOnSession: true,
});

function fieldsOf(expectation: AccountExpectation): readonly AccountField[] {
  const fields: AccountField[] = ["id"];
  if (expectation.email !== undefined || expectation.email_none_of !== undefined) fields.push("email");
  if (expectation.email_verified !== undefined) fields.push("email_verified");
  if (expectation.username_none_of !== undefined) fields.push("username");
  fields.push(...(Object.keys(expectation.names ?? {}) as (keyof NonNullable<AccountExpectation["names"]>)[]));
  if (expectation.roles !== undefined) fields.push("roles");
  if (expectation.identities !== undefined) fields.push("identities");
  if (expectation.active !== undefined) fields.push("active");
  if (expectation.attributes !== undefined) fields.push("attributes");
  if (expectation.memberships !== undefined) fields.push("memberships");
  return fields;
}

function accountInWords(expectation: AccountExpectation): readonly string[] {
  const {
    of = "the session's account",
    roles,
    identities,
    memberships,
    names,
    attributes,
    email_none_of,
    username_none_of,
  } = expectation;
  const { email, email_verified, active } = expectation;
  const fields = [...Object.entries({ email, email_verified, active }), ...Object.entries({ ...names, ...attributes })];
  const told = fields.flatMap(([field, value]) =>
    value === undefined ? [] : [`${field} ${perProtocolInWords(value)}`],
  );
  if (roles?.is !== undefined)
    told.push(roles.is.length === 0 ? "no roles" : `exactly the roles ${roles.is.join(", ")}`);
  if (roles?.has !== undefined) told.push(`the roles ${roles.has.join(", ")}`);
  if (memberships !== undefined) told.push(`memberships ${memberships.join(", ")}`);
  for (const { issuer, subject } of identities ?? []) {
    told.push(`the identity ${subject}${issuer === undefined ? "" : ` of ${issuer}`}`);
  }
  return [
    ...(told.length === 0 ? [] : [`${of} has ${told.join(", ")}`]),
    ...(email_none_of === undefined
      ? []
      : [`${of} has another email than ${email_none_of.map((one) => JSON.stringify(one)).join(", ")}`]),
    ...(username_none_of === undefined
      ? []
      : [`${of} has another username than ${username_none_of.map((one) => JSON.stringify(one)).join(", ")}`]),
    ...(roles?.lacks === undefined ? [] : [`${of} lacks the roles ${roles.lacks.join(", ")}`]),
  ];
}
