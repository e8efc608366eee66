import { z } from "zod";
import { defined, nameSchema } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

const schema = stepSchema({
  link: nameSchema.describe("The person whose sign-in was interrupted."),
  browser: nameSchema.describe("The browser of that sign-in."),
  account: nameSchema.optional().describe("The seeded account that the person claims."),
  password: z.string().optional().describe("What the person gives as its password; left out: the account's own."),
}).describe("A person confirms the link that an interrupted sign-in asked for.");

export const link = defineStep({
  kind: "link",
  schema,
  ability: "link",
  build: (written, at) => {
    at.in("link").use("person", written.link);
    at.in("account").use("account", written.account);
    const { browser, account, password } = written;
    return { kind: "link", person: written.link, browser, ...defined({ account, password }) };
  },
});
