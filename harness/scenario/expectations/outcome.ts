import { z } from "zod";
import { OUTCOMES, type Outcome } from "../model/expect.ts";
import { defined, many, oneOrMany } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, Ending, ExpectationRow } from "./row.ts";

export interface OutcomeExpectation extends AnyExpectation, Ending {
  readonly kind: "outcome";
}

const WORDS: { readonly [outcome in Outcome]: string } = {
  signed_in: "the person is signed in",
  refused: "the sign-in is refused",
  interrupted: "the sign-in is interrupted by a page that asks for more",
  broken: "the sign-in breaks",
};

export const outcome: ExpectationRow<OutcomeExpectation> = defineExpectation({
  kind: "outcome",
  schema: oneOrMany(z.enum(OUTCOMES)).describe("How the sign-in ended: one word, or a list of which any will do."),
  build: (written, _, beside) => ({ any: many(written), ...defined({ at: beside.at }) }),
  needs: () => ({ fields: [], session: true }),
  words: (expectation) => [expectation.any.map((one) => WORDS[one] + aside(one, expectation)).join(", or ")],
  turnsOnSession: true,
  ending: (expectation) => expectation,
});

function aside(outcome: Outcome, { at }: OutcomeExpectation): string {
  return at === "door" && outcome === "refused" ? " (at the SP's own door, too, before the IdP is asked)" : "";
}
