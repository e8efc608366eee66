import { z } from "zod";
import { own } from "../../own.ts";
import type { Cursor } from "../schema/cursor.ts";
import { defined, many, nameSchema, oneOrMany } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

export interface SessionExpectation extends AnyExpectation {
  readonly kind: "session";
  /** Any of these: a remembered or seeded name, `new` (created in this step) or `none` (no session). */
  readonly account?: readonly string[];
  /** None of these. A name that remembers nobody (after a lawful refusal) never matches. */
  readonly not?: readonly string[];
}

/** Words that stand in the place of a name. */
const WORDS: { readonly [word: string]: string } = { new: "the account that was created", none: "nobody" };

const names = oneOrMany(nameSchema);

export const session: ExpectationRow<SessionExpectation> = defineExpectation({
  kind: "session",
  schema: z
    .strictObject({
      account: names
        .optional()
        .describe("Any of these: a remembered or seeded name, `new` (created in this step) or `none`."),
      not: names.optional().describe("None of these."),
    })
    .refine((written) => Object.keys(written).length > 0, "must say `account` or `not`")
    .describe("Whose session the browser has after the step."),
  build: (written, at) => {
    use(written.account, at.in("account"));
    use(written.not, at.in("not"));
    const account = written.account === undefined ? undefined : many(written.account);
    const not = written.not === undefined ? undefined : many(written.not);
    return defined({ account, not });
  },
  needs: ({ account = [], not = [] }) => {
    // `new` is told apart from the accounts that were there before.
    const fresh = [...account, ...not].includes("new");
    return { fields: fresh ? ["id"] : [], session: true };
  },
  words: ({ account, not }) => [
    ...(account === undefined ? [] : [`the session is of ${inWords(account)}`]),
    ...(not === undefined ? [] : [`the session is not of ${inWords(not)}`]),
  ],
  excusable: true,
  turnsOnSession: true,
  amongKnown: ({ account, ...rest }, name) => ({
    ...rest,
    ...defined({ account: account?.map((one) => (one === "new" ? name : one)) }),
  }),
});

function use(written: string | readonly string[] | undefined, at: Cursor): void {
  if (typeof written === "string") useOne(written, at);
  else for (const [index, name] of (written ?? []).entries()) useOne(name, at.in(index));
}

function useOne(name: string, at: Cursor): void {
  if (own(WORDS, name) === undefined) at.use("account", name);
}

function inWords(all: readonly string[]): string {
  return all.map((name) => own(WORDS, name) ?? name).join(" or ");
}
