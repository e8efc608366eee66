import { z } from "zod";
import { ACCOUNT_FIELDS } from "../model/index.ts";
import { defined, many, nameSchema, oneOrMany } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";

const counts = oneOrMany(z.int("must be a whole number, not %").min(0, "must not be negative"));

export const accounts = defineExpectation({
  kind: "accounts",
  schema: z
    .strictObject({
      created: counts.optional().describe("How many accounts the step created; a list admits any of its members."),
      deleted: counts.optional().describe("How many accounts the step deleted."),
      changed: counts.optional().describe("How many accounts the step changed in any visible field."),
      total: counts.optional().describe("How many accounts there are after the step."),
      untouched: z.array(nameSchema).optional().describe("Names of accounts that are as they were before the step."),
      compared: z
        .array(z.enum(ACCOUNT_FIELDS))
        .optional()
        .describe("Fields that must be seen for `untouched` to say anything here."),
    })
    .refine(
      (written) => Object.keys(written).length > 0,
      "must say `created`, `deleted`, `changed`, `total` or `untouched`",
    )
    .refine((written) => written.compared === undefined || written.untouched !== undefined, {
      error: "says what `untouched` compares, and there is none",
      path: ["compared"],
    })
    .describe("The accounts of the check's namespace, before the step against after it."),
  build: (written, at) => {
    at.in("untouched").use("account", written.untouched);
    const numbers = (value: number | number[] | undefined): readonly number[] | undefined =>
      value === undefined ? undefined : many(value);
    return {
      kind: "accounts",
      ...defined({
        created: numbers(written.created),
        deleted: numbers(written.deleted),
        changed: numbers(written.changed),
        total: numbers(written.total),
        untouched: written.untouched,
        compared: written.compared,
      }),
      place: at.keyPlace,
    };
  },
  needs: ({ compared = [] }) => ({ fields: ["id", ...compared], session: false }),
});
