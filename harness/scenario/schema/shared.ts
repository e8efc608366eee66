import { z } from "zod";
import { json, nameSchema, text } from "./words.ts";

const parameterSchema = z.strictObject({
  about: text.optional().describe("What it is for."),
  default: json.optional().describe("What it is where `with` does not say; left out: `with` must."),
});

/** Held to its shape where it is used, once its parameters are filled in. */
const sharedStepSchema = z
  .unknown()
  .describe("A step as a scenario has it, or a `use` of other steps; `{{with.NAME}}` is what the parameter is.");

export const sharedSchema = z
  .strictObject({
    shared: text.describe("What the steps do, in one line."),
    parameters: z
      .record(nameSchema, parameterSchema.nullable())
      .optional()
      .describe("What differs from use to use, by name: `{ who: , account: { default: hers } }`."),
    steps: z.array(sharedStepSchema).min(1, "must have at least one step").describe("The steps that are shared."),
  })
  .describe("Steps that several scenarios share, each by `use`.");

export const SHARED_STAND_INS = { shared: "x", steps: [null] };

/** A step of this kind stands for those of a file. */
export const useSchema = z
  .strictObject({
    use: text.describe("A file of shared steps, named from the folder of this file: its steps stand here."),
    with: z.record(nameSchema, json).optional().describe("Its parameters: `{ who: ada }`."),
  })
  .describe("Steps of another file.");
