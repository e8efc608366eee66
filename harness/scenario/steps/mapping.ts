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
  /** Which mapped role another group gives from here on: `one` or `two` -> the group. */
  readonly groups?: { readonly [which: string]: string };
}

const GROUPS = "groups.";

const mapped = z
  .record(z.union([z.enum([`${GROUPS}one`, `${GROUPS}two`]), nameSchema]), z.string().min(1, "must not be empty"))
  .superRefine((written, context) => {
    if (Object.keys(written).length === 0) context.addIssue({ code: "custom", message: "must name a claim" });
    for (const [key, value] of Object.entries(written)) {
      const named = key.startsWith(GROUPS) ? undefined : nameSchema.safeParse(value).error?.issues[0];
      if (named !== undefined) context.addIssue({ code: "custom", path: [key], message: named.message });
    }
  })
  .describe(
    '`{ given_name: family_name }`: what the SP takes for the first, it reads where the second stands. `{ groups.two: "1000" }`: that group gives the role `two`, in the place of its own.',
  );

export const mapping: StepRow<MappingStep> = defineStep({
  kind: "mapping",
  schema: stepSchema({ mapping: mapped }).describe(
    "The mapping of the check's own connection is edited at the SP, by `seed.mapping`, until the check ends.",
  ),
  ability: "mapping",
  build: ({ mapping: written }) => {
    const all = Object.entries(written);
    const groups = all.flatMap(([key, group]) => (key.startsWith(GROUPS) ? [[key.slice(GROUPS.length), group]] : []));
    return {
      claims: Object.fromEntries(all.filter(([key]) => !key.startsWith(GROUPS))),
      ...(groups.length === 0 ? {} : { groups: Object.fromEntries(groups) as Record<string, string> }),
    };
  },
  title: ({ claims, groups = {} }) => [...read(claims, " from "), ...given(groups)].join(", "),
  words: ({ claims, groups = {} }) =>
    `an administrator of the SP has it ${[
      ...read(claims, " where it read ").map((told) => `read ${told}`),
      ...given(groups).map((told) => `give ${told}`),
    ].join(", ")}`,
  edits: ({ claims }) => Object.keys(claims),
  // The connection is everybody's.
  needsQuiet: () => true,
});

function read(claims: MappingStep["claims"], from: string): readonly string[] {
  return Object.entries(claims).map(([claim, other]) =>
    from === " from " ? claim + from + other : other + from + claim,
  );
}

function given(groups: { readonly [which: string]: string }): readonly string[] {
  return Object.entries(groups).map(([which, group]) => `roles.${which} for the group ${group}`);
}
