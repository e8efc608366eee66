import { z } from "zod";
import { many, oneOrMany, text } from "../schema/words.ts";
import { textsInWords } from "../model/texts.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

export interface MessageExpectation extends AnyExpectation {
  readonly kind: "message";
  /** Of each list one of the texts (no regard to case) stands in what the last page shows the person. */
  readonly says: readonly (readonly string[])[];
}

export const message: ExpectationRow<MessageExpectation> = defineExpectation({
  kind: "message",
  schema: z
    .strictObject({
      says: z
        .union([text, z.array(oneOrMany(text)).min(1)])
        .describe(
          "Each of these texts stands on the last page, upper and lower case alike; of a list within, one of them does.",
        ),
    })
    .describe("What the person is told."),
  build: ({ says }) => ({ says: typeof says === "string" ? [[says]] : says.map((one) => many(one)) }),
  needs: () => ({ fields: [], session: false }),
  words: ({ says }) => [`the page says ${textsInWords(says)}`],
  restsOn: "advice",
  readsPage: true,
});
