import { z } from "zod";
import type { OwnCode } from "../model/own-code.ts";
import { buildOwnCode, moduleSchema, valuesSchema } from "../schema/own-code.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** What modules of the user's own say of the accounts. */
export interface HoldsExpectation extends AnyExpectation {
  readonly kind: "holds";
  readonly all: readonly OwnCode[];
}

const one = z.union([
  moduleSchema,
  z.strictObject({
    by: moduleSchema.describe("The module, from the folder of this file."),
    with: valuesSchema.optional().describe("What it is handed."),
  }),
]);

export const holds: ExpectationRow<HoldsExpectation> = defineExpectation({
  kind: "holds",
  schema: z
    .union([one, z.array(one).min(1)])
    .describe(
      "Modules of your own (`defineHolds` of the package): what each exports by default looks at the accounts and says what is wrong with them.",
    ),
  build: (written, at) => {
    const isList = Array.isArray(written);
    return {
      all: (isList ? written : [written]).map((item, index) => {
        const here = isList ? at.in(index) : at;
        return typeof item === "string"
          ? buildOwnCode(item, undefined, here)
          : buildOwnCode(item.by, item.with, here.in("by"));
      }),
    };
  },
  asks: ({ all }) => all,
  needs: () => ({ fields: ["id"], session: false }),
  words: ({ all }) => all.map(({ name }) => `what ${name} looks for is so`),
});
