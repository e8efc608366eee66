import { z } from "zod";
import type { Operation, ScimDialectName } from "../../idp/profiles/index.ts";
import { SCIM } from "../abilities.ts";
import type { Json } from "../model/names.ts";
import type { StepBase } from "../model/step.ts";
import { scimDialect } from "../schema/scim.ts";
import { defined, json, many, nameSchema, oneOrMany, text } from "../schema/words.ts";
import { list } from "../faults.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** What can be pushed of a person. */
const PUSHES = ["create", "read", "find", "list", "replace", "patch", "deactivate", "restore", "delete"] as const;
type Push = (typeof PUSHES)[number];

/** What a push says to be let in, where that is no token of a directory's. */
const TOKENS = ["wrong", "none"] as const;
type NoToken = (typeof TOKENS)[number];

/** The IdP pushes a person or a group to the SP of the check by SCIM. */
export interface ScimStep extends StepBase {
  readonly kind: "scim";
  readonly does: Push | "group";
  /** Whom; of a group, its name. */
  readonly of: string;
  /** The connection whose organization's directory does it, with its own token and by the id of another's; left out: their own. */
  readonly by?: string;
  /** Instead of the directory's own token one that nobody was given, or none, or that of a connection's organization; left out: its own. */
  readonly token?: NoToken | { readonly of: string };
  /** In whose manner; left out: as the target says. */
  readonly dialect?: ScimDialectName;
  /** Claims that are pushed in place of those that the IdP says at a sign-in. */
  readonly with: { readonly [claim: string]: Json };
  /** Of a patch: its operations, as they are sent. */
  readonly operations?: readonly Operation[];
  /** Of a list: how many people are asked for at a time. */
  readonly count?: number;
  /** Of a group: people by name, and what becomes of it. */
  readonly group: {
    readonly add: readonly string[];
    readonly remove: readonly string[];
    readonly rename?: string;
    readonly delete: boolean;
  };
}

const person = (what: string) => nameSchema.optional().describe(`A person: ${what}.`);

const groupSchema = z
  .strictObject({
    name: text.describe("Its name; it is made where it is not there."),
    add: oneOrMany(nameSchema).optional().describe("People who come into it."),
    remove: oneOrMany(nameSchema).optional().describe("People who leave it."),
    rename: text.optional().describe("Its new name."),
    delete: z.literal(true, { error: "must be true, or be left out" }).optional().describe("It is deleted."),
  })
  .describe("A group.");

const shape = {
  create: person("is looked for as the vendor does, and made where nobody is there"),
  read: person("is asked for by their id"),
  find: person("is looked for by their userName; `done` where they are among those who are shown for it"),
  list: person("is looked for in the list of everybody; `done` where they are in it"),
  replace: person("the whole resource, by PUT"),
  patch: person("what the IdP says now, in the vendor's form; or `operations`"),
  deactivate: person("is taken out of use"),
  restore: person("is active again"),
  delete: person("is deleted"),
  group: groupSchema.optional(),
  with: z.record(z.string(), json).optional().describe("Claims that are pushed in place of the person's own."),
  operations: z
    .array(z.strictObject({ op: text, path: text.optional(), value: json.optional() }))
    .min(1, "must have at least one operation")
    .optional()
    .describe("Of `patch`: the operations of RFC 7644, section 3.5.2, as they are sent."),
  count: z
    .number()
    .int("must be a whole number")
    .min(1, "must be 1 or more")
    .optional()
    .describe("Of `list`: how many are asked for at a time; left out: 100."),
  by: nameSchema
    .optional()
    .describe(
      "A connection: its organization's directory does it, by the id that the person's own directory was given.",
    ),
  token: z
    .union([z.enum(TOKENS), nameSchema])
    .optional()
    .describe(
      "Somebody else does it: with a token that nobody was given (`wrong`), with none (`none`), or with that of another organization: the name of a connection. That it is not found is a refusal, too.",
    ),
  dialect: scimDialect.optional().describe("In which vendor's manner; left out: as the target file says."),
};

const KINDS = [...PUSHES, "group"] as const;

const scimStep = z
  .strictObject(shape)
  .refine((written) => KINDS.filter((kind) => written[kind] !== undefined).length === 1, {
    error: `must say one of ${list([...KINDS], "or")}`,
    when: ({ issues }) => issues.length === 0,
  })
  .refine((written) => written.operations === undefined || written.patch !== undefined, {
    error: "has `operations`, which are of `patch` alone",
    when: ({ issues }) => issues.length === 0,
  })
  .refine((written) => written.count === undefined || written.list !== undefined, {
    error: "has `count`, which is of `list` alone",
    when: ({ issues }) => issues.length === 0,
  })
  .refine(({ by, create, group }) => by === undefined || (create === undefined && group === undefined), {
    error: "has `by`, which goes by an id: not with `create`, nor with `group`",
    when: ({ issues }) => issues.length === 0,
  });

const DOES: { readonly [push in Push]: (whom: string) => string } = {
  create: (whom) => `the IdP pushes ${whom} to the SP by SCIM`,
  read: (whom) => `the IdP asks the SP for ${whom} by SCIM`,
  find: (whom) => `the IdP asks the SP by SCIM who has the userName of ${whom}`,
  list: (whom) => `the IdP asks the SP by SCIM for everybody, and looks for ${whom} among them`,
  replace: (whom) => `the IdP pushes the whole of ${whom} by SCIM`,
  patch: (whom) => `the IdP pushes what has changed of ${whom} by SCIM`,
  deactivate: (whom) => `the IdP deactivates ${whom} by SCIM`,
  restore: (whom) => `the IdP makes ${whom} active again by SCIM`,
  delete: (whom) => `the IdP deletes ${whom} by SCIM`,
};

export const scim: StepRow<ScimStep> = defineStep({
  kind: "scim",
  schema: stepSchema({ scim: scimStep }).describe("The IdP pushes a person or a group to the SP by SCIM 2.0."),
  ability: SCIM,
  build: ({ scim: written }, at) => {
    const { operations, dialect, by, token, count } = written;
    at.in("scim", "by").use("connection", by);
    const given = token === undefined || isNone(token) ? token : { of: token };
    if (typeof given === "object") at.in("scim", "token").use("connection", given.of);
    const does = KINDS.find((kind) => written[kind] !== undefined) ?? "create";
    const group = written.group;
    if (does !== "group") at.in("scim", does).use("person", written[does]);
    at.in("scim", "group", "add").use("person", group?.add);
    at.in("scim", "group", "remove").use("person", group?.remove);
    return {
      does,
      of: does === "group" ? (group?.name ?? "") : (written[does] ?? ""),
      with: written.with ?? {},
      ...defined({ dialect, by, token: given, count, operations: operations?.map((one) => defined(one)) }),
      group: {
        add: many(group?.add),
        remove: many(group?.remove),
        delete: group?.delete === true,
        ...defined({ rename: group?.rename }),
      },
    };
  },
  provides: ({ does, of, token }) => (does === "create" && token === undefined ? of : undefined),
  removes: ({ does, by, token }) => does === "delete" && by === undefined && token === undefined,
  title: ({ does, of, by, token, dialect }) => {
    const how = [
      ...(by === undefined ? [] : [`by ${by}`]),
      ...(token === undefined ? [] : [`token: ${typeof token === "object" ? token.of : token}`]),
      ...(dialect === undefined ? [] : [dialect]),
    ];
    return `${does} ${of}${how.length === 0 ? "" : ` (${how.join(", ")})`}`;
  },
  words: (step) =>
    (step.does === "group" ? groupInWords(step) : DOES[step.does](step.of) + withInWords(step)) + tokenInWords(step),
  render: (step, to) => {
    const { rename } = step.group;
    return {
      of: step.does === "group" ? to.text(step.of) : step.of,
      with: to.value(step.with),
      ...(step.by === undefined ? {} : { by: to.connection(step.by) }),
      ...(typeof step.token === "object" ? { token: { of: to.connection(step.token.of) } } : {}),
      ...(step.operations === undefined ? {} : { operations: to.value(step.operations) }),
      group: { ...step.group, ...(rename === undefined ? {} : { rename: to.text(rename) }) },
    };
  },
});

function isNone(written: string): written is NoToken {
  return TOKENS.some((one) => one === written);
}

function tokenInWords({ token }: ScimStep): string {
  if (token === undefined) return "";
  if (typeof token === "object") return `, with the token of ${token.of}`;
  return token === "none" ? ", without a token" : ", with a token that nobody was given";
}

function withInWords(step: ScimStep): string {
  const named = Object.keys(step.with);
  const others = named.length === 0 ? "" : `, with ${list(named, "and")} of its own`;
  const sent = step.operations === undefined ? "" : ` (${JSON.stringify(step.operations)})`;
  const elsewhere =
    step.by === undefined ? "" : `, from the directory of ${step.by} and by the id that it has not been told`;
  const paged = step.count === undefined ? "" : `, ${step.count} at a time`;
  return `${others}${sent}${paged}${elsewhere}${step.dialect === undefined ? "" : `, in the manner of ${step.dialect}`}`;
}

function groupInWords({ of, group, dialect }: ScimStep): string {
  const { add, remove, rename } = group;
  const done = [
    ...(add.length === 0 ? [] : [`${list(add, "and")} come into it`]),
    ...(remove.length === 0 ? [] : [`${list(remove, "and")} leave it`]),
    ...(rename === undefined ? [] : [`it is renamed to ${rename}`]),
    ...(group.delete ? ["it is deleted"] : []),
  ];
  const what = done.length === 0 ? "" : `: ${done.join("; ")}`;
  return `the IdP pushes the group ${of} by SCIM${what}${dialect === undefined ? "" : `, in the manner of ${dialect}`}`;
}
