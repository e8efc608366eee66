import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Several things at the same moment: what the SP is waiting for leaves the IdPs together. */
export interface TogetherStep extends StepBase {
  readonly kind: "together";
  readonly signIns: readonly { readonly person: string; readonly browser?: string }[];
  /** Who is pushed by SCIM at that moment. */
  readonly pushes: readonly string[];
}

const one = z.union([
  z.strictObject({
    sign_in: nameSchema.describe("A person who signs in, through their own connection."),
    browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
  }),
  z.strictObject({
    scim: z.strictObject({ create: nameSchema.describe("A person whom the IdP pushes.") }),
  }),
]);

const schema = stepSchema({
  together: z
    .array(one)
    .min(2, "needs two or more, which meet")
    .refine(
      (all) => all.filter((each) => "scim" in each).length < 2,
      "has one push at most: what becomes of one is seen",
    )
    .describe("Sign-ins, and a push by SCIM: the IdPs' answers and the push leave together."),
}).describe("Several things at the same moment.");

export const together: StepRow<TogetherStep> = defineStep({
  kind: "together",
  schema,
  build: ({ together: all }, at) => {
    for (const [index, each] of all.entries()) {
      const here = at.in("together").in(index);
      if ("sign_in" in each) here.in("sign_in").use("person", each.sign_in);
      else here.in("scim").in("create").use("person", each.scim.create);
    }
    return {
      signIns: all.flatMap((each) =>
        "sign_in" in each ? [{ person: each.sign_in, ...defined({ browser: each.browser }) }] : [],
      ),
      pushes: all.flatMap((each) => ("scim" in each ? [each.scim.create] : [])),
    };
  },
  title: ({ signIns, pushes }) =>
    [...signIns.map(({ person }) => person), ...pushes.map((person) => `scim create ${person}`)].join(" and "),
  words: ({ signIns, pushes }) =>
    [
      ...signIns.map(({ person, browser }) => `${person} signs in${inBrowser(browser)}`),
      ...pushes.map((person) => `the IdP pushes ${person}`),
    ].join(", and at the same moment "),
  endsAsSignIn: true,
  startsAtDoor: true,
  throughIdp: ({ signIns }) => signIns.map(({ person }) => ({ person, times: 1 })),
  atOnce: ({ signIns, pushes }) => signIns.length + pushes.length,
  needsQuiet: () => true,
});
