import { z } from "zod";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** The SP is ready again. */
export interface StartsExpectation extends AnyExpectation {
  readonly kind: "starts";
}

export const starts: ExpectationRow<StartsExpectation> = defineExpectation({
  kind: "starts",
  schema: z
    .literal(true, { error: "must be true, or be left out" })
    .describe("The SP that was started again (`sp: restart`) is ready within the time that the target file gives it."),
  build: () => ({}),
  needs: () => ({ fields: [], session: false }),
  words: () => ["the SP starts, and is ready"],
  restsOn: "advice",
});
