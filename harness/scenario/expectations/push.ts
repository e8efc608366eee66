import { z } from "zod";
import { PUSHED, type PushEnd } from "../model/expect.ts";
import { many, oneOrMany } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

export interface PushExpectation extends AnyExpectation {
  readonly kind: "push";
  readonly any: readonly PushEnd[];
}

const WORDS: { readonly [end in PushEnd]: string } = {
  done: "the SP takes it",
  refused: "the SP refuses it",
};

export const push: ExpectationRow<PushExpectation> = defineExpectation({
  kind: "push",
  schema: oneOrMany(z.enum(PUSHED)).describe(
    "What the SP answered to a push by SCIM: `done` (2xx), `refused` (4xx), or a list of which any will do.",
  ),
  build: (written) => ({ any: many(written) }),
  needs: () => ({ fields: [], session: false }),
  words: ({ any }) => [any.map((one) => WORDS[one]).join(", or ")],
  saysPush: true,
});
