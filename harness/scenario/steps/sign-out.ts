import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Whoever is signed in there signs out at the SP. */
export interface SignOutStep extends StepBase {
  readonly kind: "sign_out";
  readonly browser: string;
}

export const signOut: StepRow<SignOutStep> = defineStep({
  kind: "sign_out",
  schema: stepSchema({ sign_out: nameSchema.describe("A browser that was named in an earlier step.") }).describe(
    "Whoever is signed in there signs out at the SP.",
  ),
  ability: "sign_out",
  build: ({ sign_out: browser }) => ({ browser }),
  title: ({ browser }) => browser,
  words: ({ browser }) => `whoever is signed in${inBrowser(browser)} signs out`,
  goesOnIn: ({ browser }) => ({ browser, path: ["sign_out"] }),
  byHand: {
    // Whoever signs out may be anybody.
    knows: "place",
    trial: {
      after: "signed_in",
      step: ({ browser }, base) => ({ ...base, kind: "sign_out", browser }),
      done: "the person is signed out",
    },
  },
});
