import { z } from "zod";
import { many, oneOrMany, text } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";

export const message = defineExpectation({
  kind: "message",
  schema: z
    .strictObject({
      says: oneOrMany(text).describe("Each of these texts stands on the last page, upper and lower case alike."),
    })
    .describe("What the person is told."),
  build: (written, at) => ({ kind: "message", says: many(written.says), place: at.keyPlace }),
  needs: () => ({ fields: [], session: false }),
});
