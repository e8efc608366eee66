import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { nameSchema, text } from "../schema/words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Gives an account a role by the SP's own hand, as an administrator would. */
export interface GrantStep extends StepBase {
  readonly kind: "grant";
  /** A remembered or seeded name. */
  readonly account: string;
  readonly role: string;
}

const granted = z
  .record(nameSchema, text)
  .refine((written) => Object.keys(written).length === 1, "must be one `account: role`; make a step for each")
  .describe("`{ account: role }`: gives the account a role by the SP's own hand.");

export const grant: StepRow<GrantStep> = defineStep({
  kind: "grant",
  schema: stepSchema({ grant: granted }).describe("Gives an account a role, as an administrator of the SP would."),
  ability: "grant",
  build: (written, at) => {
    const [[account, role] = ["", ""]] = Object.entries(written.grant);
    at.in("grant", account).noteKey("use", "account", account);
    return { account, role };
  },
  title: ({ account, role }) => `${role} to ${account}`,
  words: ({ account, role }) => `an administrator of the SP gives ${account} the role ${role}`,
  render: ({ role }, to) => ({ role: to.value(role) }),
});
