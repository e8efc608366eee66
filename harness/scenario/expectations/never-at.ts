import { text } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** Where the browser is not sent: no request of it, and no Location that it was answered, names the host or one below. */
export interface NeverAtExpectation extends AnyExpectation {
  readonly kind: "never_at";
  readonly host: string;
}

export const neverAt: ExpectationRow<NeverAtExpectation> = defineExpectation({
  kind: "never_at",
  schema: text.describe("A host to which the browser is not sent in this step, nor to one below it: `elsewhere.test`."),
  build: (host) => ({ host }),
  needs: () => ({ fields: [], session: false }),
  words: ({ host }) => [`the browser is not sent to ${host}`],
});
