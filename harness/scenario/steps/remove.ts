import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Removes an account at the SP. */
export interface RemoveStep extends StepBase {
  readonly kind: "remove";
  /** A remembered or seeded name. */
  readonly account: string;
}

export const remove: StepRow<RemoveStep> = defineStep({
  kind: "remove",
  schema: stepSchema({ remove: nameSchema.describe("A remembered or seeded account.") }).describe(
    "Removes an account at the SP.",
  ),
  ability: "remove",
  build: ({ remove: account }, at) => {
    at.in("remove").use("account", account);
    return { account };
  },
  title: ({ account }) => account,
  removes: () => true,
  words: ({ account }) => `the SP's account ${account} is removed`,
});
