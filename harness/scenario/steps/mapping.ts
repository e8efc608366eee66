import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** The SP reads some claims of the check's own connection under other names from here on, until the check ends. */
export interface MappingStep extends StepBase {
  readonly kind: "mapping";
  /** Claim -> the claim in whose place it is read, both by their neutral names. */
  readonly claims: { readonly [claim: string]: string };
}

const mapped = z
  .record(nameSchema, nameSchema)
  .refine((written) => Object.keys(written).length > 0, "must name a claim")
  .describe("`{ given_name: family_name }`: what the SP takes for the first, it reads where the second stands.");

export const mapping: StepRow<MappingStep> = defineStep({
  kind: "mapping",
  schema: stepSchema({ mapping: mapped }).describe(
    "The mapping of the check's own connection is edited at the SP, by `seed.mapping`, until the check ends.",
  ),
  ability: "mapping",
  build: (written) => ({ claims: written.mapping }),
  title: ({ claims }) => told(claims, " from "),
  words: ({ claims }) => `an administrator of the SP has it read ${told(claims, " where it read ")}`,
  edits: ({ claims }) => Object.keys(claims),
  // The connection is everybody's.
  needsQuiet: () => true,
});

function told(claims: MappingStep["claims"], from: string): string {
  return Object.entries(claims)
    .map(([claim, other]) => (from === " from " ? claim + from + other : other + from + claim))
    .join(", ");
}
