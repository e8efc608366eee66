import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

export const signOut = defineStep({
  kind: "sign_out",
  schema: stepSchema({ sign_out: nameSchema.describe("A browser that was named in an earlier step.") }).describe(
    "Whoever is signed in there signs out at the SP.",
  ),
  ability: "sign_out",
  build: (written) => ({ kind: "sign_out", browser: written.sign_out }),
});
