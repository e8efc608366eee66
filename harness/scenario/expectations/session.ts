import { z } from "zod";
import { defined, many, nameSchema, oneOrMany } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";

/** Words that stand in the place of a name. */
const SESSION_WORDS = ["new", "none"] as const;

const names = oneOrMany(nameSchema);

export const session = defineExpectation({
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
    const account = written.account === undefined ? undefined : many(written.account);
    const not = written.not === undefined ? undefined : many(written.not);
    use(written.account, at.in("account"));
    use(written.not, at.in("not"));
    return { kind: "session", ...defined({ account, not }), place: at.keyPlace };

    function use(names: string | readonly string[] | undefined, here: typeof at): void {
      if (typeof names === "string") useOne(names, here);
      else for (const [index, name] of (names ?? []).entries()) useOne(name, here.in(index));
    }
    function useOne(name: string, here: typeof at): void {
      if (!SESSION_WORDS.some((word) => word === name)) here.use("account", name);
    }
  },
  needs: (expectation) => {
    // `new` is told apart from the accounts that were there before.
    const fresh = [...(expectation.account ?? []), ...(expectation.not ?? [])].includes("new");
    return { fields: fresh ? ["id"] : [], session: true };
  },
});
