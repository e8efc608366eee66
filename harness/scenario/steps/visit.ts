import type { StepBase } from "../model/step.ts";
import { defined, nameSchema, text } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Opens an address of the SP. */
export interface VisitStep extends StepBase {
  readonly kind: "visit";
  /** A path, or a whole address of the SP. */
  readonly target: string;
  readonly browser?: string;
}

const schema = stepSchema({
  visit: text.describe("A path of the SP, or a whole address of it."),
  browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
}).describe("Opens an address of the SP in a browser.");

export const visit: StepRow<VisitStep> = defineStep({
  kind: "visit",
  schema,
  build: (written) => ({ target: written.visit, ...defined({ browser: written.browser }) }),
  title: ({ target }) => target,
  words: ({ target, browser }) => `somebody opens ${target}${inBrowser(browser)}`,
  render: ({ target }, to) => ({ target: to.text(target) }),
  namesBrowser: ({ browser }) => browser,
});
