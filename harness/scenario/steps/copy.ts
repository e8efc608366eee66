import { z } from "zod";
import { quote } from "../faults.ts";
import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** A second holder: what a browser holds at that moment, cookies and kept values, is given to another. */
export interface CopyStep extends StepBase {
  readonly kind: "copy";
  readonly from: string;
  readonly to: string;
  /** The cookies are written anew on the way: what names whoever is signed in at `from` names who is at this browser. */
  readonly as?: string;
}

const schema = stepSchema({
  copy: z
    .strictObject({
      from: nameSchema.describe("A browser that was named in an earlier step."),
      to: nameSchema.describe("Another browser, which may have cookies of its own."),
      as: nameSchema
        .optional()
        .describe(
          "Another browser that was named before: what in a cookie names who is signed in at `from` is written to name who is there.",
        ),
    })
    .describe("The cookies and kept values that a browser holds at this moment are given to another."),
}).describe("Somebody else comes to hold what a browser holds: a thief, or whoever planted it.");

export const copy: StepRow<CopyStep> = defineStep({
  kind: "copy",
  schema,
  build: ({ copy: { from, to, as } }) => ({ from, to, ...defined({ as }) }),
  title: ({ from, to, as }) => `${from} to ${to}${as === undefined ? "" : `, written as ${as}`}`,
  words: ({ from, to, as }) =>
    `browser ${to} is given the cookies and kept values that browser ${from} holds now` +
    (as === undefined ? "" : `, written by hand to name who is signed in at browser ${as}`),
  goesOnIn: ({ from }) => ({ browser: from, path: ["copy", "from"] }),
  namesBrowser: ({ to }) => to,
  faults: ({ from, to }) =>
    from === to
      ? [
          {
            path: ["copy", "to"],
            message: `${quote(to)} is the browser that is copied from`,
            hint: "Name another: `to: thief`.",
          },
        ]
      : [],
});
