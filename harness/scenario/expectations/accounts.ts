import { z } from "zod";
import { WRITTEN_FIELDS, type AccountField } from "../model/drivers.ts";
import { defined, many, nameSchema, oneOrMany } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** Over the accounts of the namespace, before the step against after it. */
export interface AccountsExpectation extends AnyExpectation {
  readonly kind: "accounts";
  /** Counts; a list admits any of its members. */
  readonly created?: readonly number[];
  readonly deleted?: readonly number[];
  readonly changed?: readonly number[];
  readonly total?: readonly number[];
  /** Names of accounts whose every visible field is as before the step. */
  readonly untouched?: readonly string[];
  /** Names of accounts, whoever was signed in to longest ago first: the SP can tell them apart by that. */
  readonly last_sign_in?: readonly string[];
  /** Fields that must be among those that `untouched` compares: without them it says nothing of what it is about. */
  readonly compared?: readonly AccountField[];
}

const counts = oneOrMany(z.int("must be a whole number, not %").min(0, "must not be negative"));

export const accounts: ExpectationRow<AccountsExpectation> = defineExpectation({
  kind: "accounts",
  schema: z
    .strictObject({
      created: counts.optional().describe("How many accounts the step created; a list admits any of its members."),
      deleted: counts.optional().describe("How many accounts the step deleted."),
      changed: counts.optional().describe("How many accounts the step changed in any visible field."),
      total: counts.optional().describe("How many accounts there are after the step."),
      untouched: z.array(nameSchema).optional().describe("Names of accounts that are as they were before the step."),
      last_sign_in: z
        .array(nameSchema)
        .min(2, "must name two accounts or more")
        .optional()
        .describe("Names of accounts that show when they were last signed in to, the one longest ago first."),
      compared: z
        .array(z.enum(WRITTEN_FIELDS))
        .optional()
        .describe("Fields that must be seen for `untouched` to say anything here."),
    })
    .refine(
      (written) => Object.keys(written).length > 0,
      "must say `created`, `deleted`, `changed`, `total`, `untouched` or `last_sign_in`",
    )
    .refine((written) => written.compared === undefined || written.untouched !== undefined, {
      error: "says what `untouched` compares, and there is none",
      path: ["compared"],
    })
    .describe("The accounts of the check's namespace, before the step against after it."),
  build: (written, at) => {
    at.in("untouched").use("account", written.untouched);
    at.in("last_sign_in").use("account", written.last_sign_in);
    const numbers = (value: number | number[] | undefined): readonly number[] | undefined =>
      value === undefined ? undefined : many(value);
    return defined({
      created: numbers(written.created),
      deleted: numbers(written.deleted),
      changed: numbers(written.changed),
      total: numbers(written.total),
      untouched: written.untouched,
      last_sign_in: written.last_sign_in,
      compared: written.compared,
    });
  },
  needs: ({ compared = [], last_sign_in }) => ({
    fields: ["id", ...compared, ...(last_sign_in === undefined ? [] : (["last_sign_in"] as const))],
    session: false,
  }),
  words: (expectation) => {
    const { untouched, compared = [], last_sign_in } = expectation;
    const counted = (["created", "deleted", "changed", "total"] as const).flatMap((word) => {
      const admitted = expectation[word]?.join(" or ");
      return admitted === undefined ? [] : [word === "total" ? `${admitted} in all` : `${admitted} ${word}`];
    });
    const by = compared.length === 0 ? "" : ` (seen by ${compared.join(", ")})`;
    return [
      ...(counted.length === 0 ? [] : [`accounts: ${counted.join(", ")}`]),
      ...(untouched === undefined ? [] : [`nothing of ${untouched.join(" and ")} has changed${by}`]),
      ...(last_sign_in === undefined
        ? []
        : [`each shows its last sign-in, and they are in this order: ${last_sign_in.join(", ")}`]),
    ];
  },
  excusable: true,
  turnsOnSession: true,
  created: ({ created }) => created,
  amongKnown: ({ created, ...rest }) => ({
    ...rest,
    ...defined({ created: created?.map((count) => (count === 1 ? 0 : count)) }),
  }),
  awaiting: ({ created, ...rest }) => ({
    ...rest,
    ...defined({ created: created?.includes(0) === true ? [...new Set([...created, 1])] : created }),
  }),
});
