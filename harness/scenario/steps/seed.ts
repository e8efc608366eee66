import { accountsSchema, buildAccounts } from "../schema/account.ts";
import { defineStep, stepSchema } from "./kind.ts";

export const seed = defineStep({
  kind: "seed",
  schema: stepSchema({ seed: accountsSchema }).describe("Creates accounts at the SP."),
  ability: "seed",
  build: (written, at) => ({ kind: "seed", accounts: buildAccounts(written.seed, at.in("seed")) }),
});
