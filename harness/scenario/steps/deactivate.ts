import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Deactivates an account at the SP. */
export interface DeactivateStep extends StepBase {
  readonly kind: "deactivate";
  /** A remembered or seeded name. */
  readonly account: string;
}

export const deactivate: StepRow<DeactivateStep> = defineStep({
  kind: "deactivate",
  schema: stepSchema({ deactivate: nameSchema.describe("A remembered or seeded account.") }).describe(
    "Deactivates an account at the SP.",
  ),
  ability: "deactivate",
  build: ({ deactivate: account }, at) => {
    at.in("deactivate").use("account", account);
    return { account };
  },
  title: ({ account }) => account,
  words: ({ account }) => `the SP's account ${account} is deactivated`,
  deactivates: ({ account }) => account,
});
