import { z } from "zod";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

const schema = stepSchema({
  copy: z
    .strictObject({
      from: nameSchema.describe("A browser that was named in an earlier step."),
      to: nameSchema.describe("Another browser, which may have cookies of its own."),
    })
    .describe("The cookies and kept values that a browser holds at this moment are given to another."),
}).describe("Somebody else comes to hold what a browser holds: a thief, or whoever planted it.");

export const copy = defineStep({
  kind: "copy",
  schema,
  build: ({ copy: { from, to } }) => ({ kind: "copy", from, to }),
});
