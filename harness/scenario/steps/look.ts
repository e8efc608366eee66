import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Observes only. */
export interface LookStep extends StepBase {
  readonly kind: "look";
  readonly browser: string;
}

export const look: StepRow<LookStep> = defineStep({
  kind: "look",
  schema: stepSchema({ look: nameSchema.describe("A browser that was named in an earlier step.") }).describe(
    "Observes only.",
  ),
  build: ({ look: browser }) => ({ browser }),
  title: ({ browser }) => browser,
  words: ({ browser }) => `who browser ${browser} is signed in as, and the accounts, are read again`,
  goesOnIn: ({ browser }) => ({ browser, path: ["look"] }),
});
