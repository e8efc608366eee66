import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

export const look = defineStep({
  kind: "look",
  schema: stepSchema({ look: nameSchema.describe("A browser that was named in an earlier step.") }).describe(
    "Observes only.",
  ),
  build: (written) => ({ kind: "look", browser: written.look }),
});
