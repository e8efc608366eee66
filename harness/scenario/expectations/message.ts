import { z } from "zod";
import { many, oneOrMany, text } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

export interface MessageExpectation extends AnyExpectation {
  readonly kind: "message";
  /** Each of these texts (no regard to case) stands in what the last page shows the person. */
  readonly says: readonly string[];
}

export const message: ExpectationRow<MessageExpectation> = defineExpectation({
  kind: "message",
  schema: z
    .strictObject({
      says: oneOrMany(text).describe("Each of these texts stands on the last page, upper and lower case alike."),
    })
    .describe("What the person is told."),
  build: (written) => ({ says: many(written.says) }),
  needs: () => ({ fields: [], session: false }),
  words: ({ says }) => [`the page says ${says.map((one) => JSON.stringify(one)).join(" and ")}`],
  restsOn: "advice",
  readsPage: true,
});
