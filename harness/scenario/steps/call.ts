import type { StepBase } from "../model/step.ts";
import type { OwnCode } from "../model/own-code.ts";
import { buildOwnCode, moduleSchema, valuesSchema } from "../schema/own-code.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Calls a module of the user's own. */
export interface CallStep extends StepBase {
  readonly kind: "call";
  readonly code: OwnCode;
  readonly browser?: string;
}

const schema = stepSchema({
  call: moduleSchema.describe(
    "A module of your own (`defineCall` of the package), from the folder of this file: what it exports by default does the step.",
  ),
  with: valuesSchema.optional().describe("What it is handed."),
  browser: nameSchema
    .optional()
    .describe("The browser that it gets; a named one keeps its cookies, an unnamed one is fresh."),
}).describe("Does what a module of your own does.");

export const call: StepRow<CallStep> = defineStep({
  kind: "call",
  schema,
  build: (written, at) => ({
    code: buildOwnCode(written.call, written.with, at.in("call")),
    ...defined({ browser: written.browser }),
  }),
  title: ({ code }) => code.name,
  words: ({ code, browser }) => `what ${code.name} does is done${inBrowser(browser)}`,
  render: ({ code }, to) => ({ code: { ...code, with: to.value(code.with) } }),
  asks: ({ code }) => [code],
  namesBrowser: ({ browser }) => browser,
});
