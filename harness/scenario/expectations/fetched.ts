import { z } from "zod";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** The SP asked for no address because a corrupted message named it. */
export interface FetchedExpectation extends AnyExpectation {
  readonly kind: "fetched";
}

export const fetched: ExpectationRow<FetchedExpectation> = defineExpectation({
  kind: "fetched",
  schema: z
    .literal("nothing", { error: "must be nothing" })
    .describe("`nothing`: the SP asked for no address that the tampered message alone names. The kit listens there."),
  build: () => ({}),
  listens: true,
  needs: () => ({ fields: [], session: false }),
  words: () => ["the SP asks for no address because a message names it"],
});
