import { z } from "zod";
import { defined, nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

const schema = stepSchema({
  password_sign_in: nameSchema.describe("A seeded account, or a person with a `password`."),
  password: z.string().optional().describe("Left out: the seeded account's own."),
  browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
}).describe("Somebody signs in with a password.");

export const passwordSignIn = defineStep({
  kind: "password_sign_in",
  schema,
  ability: "password_sign_in",
  build: (written, at) => {
    at.in("password_sign_in").useEither("account", "person", written.password_sign_in);
    return {
      kind: "password_sign_in",
      who: written.password_sign_in,
      ...defined({ password: written.password, browser: written.browser }),
    };
  },
});
