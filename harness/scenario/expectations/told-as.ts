import { nameSchema } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** The SP tells an address at its front door, or where one asks for a new password, nothing else than it told another one. */
export interface ToldAsExpectation extends AnyExpectation {
  readonly kind: "told_as";
  /** Who typed theirs before: a person, or a seeded account. */
  readonly person: string;
}

export const toldAs: ExpectationRow<ToldAsExpectation> = defineExpectation({
  kind: "told_as",
  schema: nameSchema.describe(
    "Who typed an address at the front door (`front_door`) before, or asked for a new password (`forgot_password`): the SP leads to the same place, and tells the same apart from the address.",
  ),
  build: (written, at) => {
    at.useEither("account", "person", written);
    return { person: written };
  },
  needs: () => ({ fields: [], session: false }),
  words: ({ person }) => [`the SP leads to where it led ${person}, and tells the same apart from the address`],
  restsOn: "advice",
});
