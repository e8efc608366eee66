import { z } from "zod";
import { defined } from "../../defined.ts";
import type { Step, StepKind } from "../model/index.ts";
import type { Cursor } from "../schema/cursor.ts";
import { buildExpect, expectSchema } from "../schema/expect.ts";

/** A kind of step, registered: how it is written, how it becomes the model's, what the target must be able to do. */
export interface StepRegistration {
  readonly kind: StepKind;
  readonly schema: z.ZodType;
  /** The ability of a target that the step needs (`seed`, `grant` ...). */
  readonly ability?: string;
  build(written: unknown, at: Cursor): Step;
}

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

/** Makes a registration; the schema types what `build` is handed, and the common part is built here. */
export function defineStep<K extends StepKind, S extends z.ZodType<Common>>(definition: {
  readonly kind: K;
  readonly schema: S;
  readonly ability?: string;
  readonly build: (
    written: z.infer<S>,
    at: Cursor,
  ) => Omit<Extract<Step, { readonly kind: K }>, "place" | "control" | "applies" | "expect">;
}): StepRegistration {
  const { kind, schema, ability } = definition;
  return {
    kind,
    schema,
    ...defined({ ability }),
    build: (value, at) => {
      const written = schema.parse(value);
      const own = definition.build(written, at);
      const expect = written.expect === undefined ? {} : { expect: buildExpect(written.expect, at.in("expect")) };
      const base = { place: at.place, control: written.control ?? false, applies: written.applies ?? false, ...expect };
      // `own` holds every member of the kind beside those of the base.
      const step: unknown = { ...own, ...base };
      return step as Step;
    },
  };
}
