import { z } from "zod";
import { NAME_FIELDS, type NameField } from "../model/names.ts";
import type { StepBase } from "../model/step.ts";
import { nameSchema, text } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Changes names of an account at the SP, by hand. */
export interface EditStep extends StepBase {
  readonly kind: "edit";
  /** A remembered or seeded name. */
  readonly account: string;
  readonly names: Partial<Record<NameField, string>>;
}

const names = z
  .strictObject(Object.fromEntries(NAME_FIELDS.map((field) => [field, text.optional()])))
  .refine((written) => Object.keys(written).length > 0, "must name what is changed")
  .describe("What they are from then on.");

export const edit: StepRow<EditStep> = defineStep({
  kind: "edit",
  schema: stepSchema({ edit: nameSchema.describe("A remembered or seeded account."), names }).describe(
    "Changes names of an account, as its person or an administrator does at the SP.",
  ),
  ability: "edit",
  build: ({ edit: account, names: written }, at) => {
    at.in("edit").use("account", account);
    return { account, names: written };
  },
  title: ({ account }) => account,
  words: ({ account, names: changed }) =>
    `at the SP, ${Object.entries(changed)
      .map(([field, value]) => `${field} of ${account} becomes ${JSON.stringify(value)}`)
      .join(", ")}`,
  render: ({ names: written }, to) => ({ names: to.value(written) }),
});
