import { z } from "zod";
import { OUTCOMES } from "../model/index.ts";
import { many, oneOrMany } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";

export const outcome = defineExpectation({
  kind: "outcome",
  schema: oneOrMany(z.enum(OUTCOMES)).describe("How the sign-in ended: one word, or a list of which any will do."),
  build: (written, at) => ({ kind: "outcome", any: many(written), place: at.keyPlace }),
  needs: () => ({ fields: [], session: true }),
});
