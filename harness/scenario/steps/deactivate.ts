import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

export const deactivate = defineStep({
  kind: "deactivate",
  schema: stepSchema({ deactivate: nameSchema.describe("A remembered or seeded account.") }).describe(
    "Deactivates an account at the SP.",
  ),
  ability: "deactivate",
  build: (written, at) => {
    at.in("deactivate").use("account", written.deactivate);
    return { kind: "deactivate", account: written.deactivate };
  },
});
