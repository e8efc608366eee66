import { defined, nameSchema, text } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

const schema = stepSchema({
  visit: text.describe("A path of the SP, or a whole address of it."),
  browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
}).describe("Opens an address of the SP in a browser.");

export const visit = defineStep({
  kind: "visit",
  schema,
  build: (written) => ({ kind: "visit", target: written.visit, ...defined({ browser: written.browser }) }),
});
