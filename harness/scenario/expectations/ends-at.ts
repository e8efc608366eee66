import { text } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** Where the browser is when the sign-in has ended: at this path of the SP, with at least these parameters. */
export interface EndsAtExpectation extends AnyExpectation {
  readonly kind: "ends_at";
  readonly path: string;
}

export const endsAt: ExpectationRow<EndsAtExpectation> = defineExpectation({
  kind: "ends_at",
  schema: text.describe(
    "The path of the SP's page on which the person ends, onboarding done: `/reports/7?tab=2`, or `{{deep_link}}`. More parameters than these may stand in its address.",
  ),
  build: (path) => ({ path }),
  needs: () => ({ fields: [], session: false }),
  words: ({ path }) => [`the person ends at ${path}`],
  restsOn: "advice",
});
