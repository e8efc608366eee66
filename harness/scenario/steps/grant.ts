import { z } from "zod";
import { nameSchema, text } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";

const granted = z
  .record(nameSchema, text)
  .refine((written) => Object.keys(written).length === 1, "must be one `account: role`; make a step for each")
  .describe("`{ account: role }`: gives the account a role by the SP's own hand.");

export const grant = defineStep({
  kind: "grant",
  schema: stepSchema({ grant: granted }).describe("Gives an account a role, as an administrator of the SP would."),
  ability: "grant",
  build: (written, at) => {
    const [[account, role] = ["", ""]] = Object.entries(written.grant);
    at.in("grant", account).noteKey("use", "account", account);
    return { kind: "grant", account, role };
  },
});
