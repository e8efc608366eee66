import { z } from "zod";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** No mark-up that the IdP sent as text (by `denied-with-markup`, or as a name) became part of the page. */
export interface MarkupExpectation extends AnyExpectation {
  readonly kind: "markup";
}

export const markup: ExpectationRow<MarkupExpectation> = defineExpectation({
  kind: "markup",
  schema: z
    .literal("none", { error: "must be none" })
    .describe("`none`: no mark-up that the IdP sent as text is an element of the last page."),
  build: () => ({}),
  needs: () => ({ fields: [], session: false }),
  words: () => ["what the IdP says stands on the page as text, or not at all"],
});
