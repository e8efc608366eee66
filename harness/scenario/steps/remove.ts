import { nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

export const remove = defineStep({
  kind: "remove",
  schema: stepSchema({ remove: nameSchema.describe("A remembered or seeded account.") }).describe(
    "Removes an account at the SP.",
  ),
  ability: "remove",
  build: (written, at) => {
    at.in("remove").use("account", written.remove);
    return { kind: "remove", account: written.remove };
  },
});
