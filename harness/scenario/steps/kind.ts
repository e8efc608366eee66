import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import type { Cursor } from "../schema/cursor.ts";
import { buildExpect, expectSchema } from "../schema/expect.ts";
import type { AnyStep, Own, StepFacts, StepRow } from "./row.ts";

/** Keys that every step may have. */
const common = {
  control: z.boolean().optional().describe("Must hold, else the check is misconfigured, not failed."),
  applies: z.boolean().optional().describe("Must hold, else the check does not apply to this SP."),
  expect: expectSchema.optional(),
};

export function stepSchema<S extends z.ZodRawShape>(shape: S): z.ZodObject<S & typeof common, z.core.$strict> {
  return z.strictObject({ ...shape, ...common });
}

interface Common {
  readonly control?: boolean | undefined;
  readonly applies?: boolean | undefined;
  readonly expect?: Parameters<typeof buildExpect>[0] | undefined;
}

/**
 * Makes the row of a kind: the schema types what `build` is handed, which gives what is the kind's own; the rest is
 * built here.
 */
export function defineStep<S extends AnyStep, Z extends z.ZodType<Common>>(
  definition: StepFacts<S> & {
    readonly kind: S["kind"];
    readonly schema: Z;
    readonly build: (written: z.infer<Z>, at: Cursor) => NoInfer<Omit<Own<S>, "kind">>;
  },
): StepRow<S> {
  const { kind, schema } = definition;
  return {
    ...definition,
    render: (step, to) => ({ ...step, ...definition.render?.(step, to) }),
    build: (value, at) => {
      const written = schema.parse(value);
      const own = definition.build(written, at);
      const expect = written.expect === undefined ? {} : { expect: buildExpect(written.expect, at.in("expect")) };
      const base: StepBase = {
        place: at.place,
        control: written.control ?? false,
        applies: written.applies ?? false,
        ...expect,
        ...(at.used.length === 0 ? {} : { used: at.used }),
      };
      // `own` holds every member of the kind beside those of the base.
      const step: unknown = { kind, ...own, ...base };
      return step as S;
    },
  };
}
