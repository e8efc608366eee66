import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Takes an invitation back at the SP. */
export interface UninviteStep extends StepBase {
  readonly kind: "uninvite";
  readonly invitation: string;
}

export const uninvite: StepRow<UninviteStep> = defineStep({
  kind: "uninvite",
  schema: stepSchema({ uninvite: nameSchema.describe("The invitation.") }).describe(
    "Takes an invitation back, as an administrator of the SP would.",
  ),
  ability: "uninvite",
  build: ({ uninvite: invitation }, at) => {
    at.in("uninvite").use("invitation", invitation);
    return { invitation };
  },
  title: ({ invitation }) => invitation,
  words: ({ invitation }) => `the SP's invitation ${invitation} is taken back`,
});
