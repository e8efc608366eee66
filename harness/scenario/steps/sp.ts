import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** The SP's process is ended and started again. */
export interface SpStep extends StepBase {
  readonly kind: "sp";
  readonly does: "restart";
}

export const sp: StepRow<SpStep> = defineStep({
  kind: "sp",
  ability: "restart",
  schema: stepSchema({
    sp: z.literal("restart", { error: "must be `restart`, not %" }),
  }).describe("The SP's process is ended and started again, as `start` of the target file says."),
  build: ({ sp: does }) => ({ does }),
  title: ({ does }) => does,
  words: () => "the SP is ended and started again",
  // Nobody signs in at an SP that is not there.
  needsQuiet: () => true,
});
