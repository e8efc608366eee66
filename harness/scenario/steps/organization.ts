import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { defined } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** The organization of the check's own connection is as on its first day: nobody is in it. */
export interface OrganizationStep extends StepBase {
  readonly kind: "organization";
  /** How many people it has room for, until the check ends; left out: as the target's call has it. */
  readonly seats?: number;
}

const fresh = z
  .strictObject({
    fresh: z.literal(true, { error: "must be true" }).describe("Nobody is in it."),
    seats: z
      .int("must be a whole number, not %")
      .min(1, "must be 1 or more")
      .optional()
      .describe("How many people it has room for, until the check ends."),
  })
  .describe("How it is from here on.");

export const organization: StepRow<OrganizationStep> = defineStep({
  kind: "organization",
  schema: stepSchema({ organization: fresh }).describe(
    "The organization of the check's own connection is as new, by `seed.organization`: nobody is in it.",
  ),
  ability: "organization",
  build: ({ organization: { seats } }) => defined({ seats }),
  title: ({ seats }) => (seats === undefined ? "fresh" : `fresh, seats ${seats}`),
  words: ({ seats }) =>
    `the organization is as new, and nobody is in it${seats === undefined ? "" : `; it has ${seats} seat${seats === 1 ? "" : "s"}`}`,
  // Others are in it.
  needsQuiet: () => true,
});
