import { text } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";

export const neverAt = defineExpectation({
  kind: "never_at",
  schema: text.describe("A host to which the browser is not sent in this step, nor to one below it: `elsewhere.test`."),
  build: (written, at) => ({ kind: "never_at", host: written, place: at.keyPlace }),
  needs: () => ({ fields: [], session: false }),
});
