import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { givingPassword, inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Whoever has the mail follows its link, and gives a new password; nothing is done where none came. */
export interface ResetPasswordStep extends StepBase {
  readonly kind: "reset_password";
  /** Whose mail it is: of an earlier `forgot_password`. */
  readonly who: string;
  /** Which of their mails, by its name; left out: the last one without a name. */
  readonly mail?: string;
  readonly password: string;
  readonly browser?: string;
}

export const resetPassword: StepRow<ResetPasswordStep> = defineStep({
  kind: "reset_password",
  schema: stepSchema({
    reset_password: nameSchema.describe("Whose mail it is, by an earlier `forgot_password`."),
    mail: nameSchema
      .optional()
      .describe("Which of their mails, by the `mail` of that step; left out: the last one that has no name."),
    password: z.string().describe("The new password."),
    browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
  }).describe(
    "Follows the link of the last mail that `forgot_password` brought, and gives a new password; nothing is done where no mail came. As `control` it must lead to a form; later ones need not, where one did.",
  ),
  ability: "reset_password",
  build: ({ reset_password: who, mail, password, browser }, at) => {
    at.in("reset_password").useEither("account", "person", who);
    return { who, password, ...defined({ mail, browser }) };
  },
  title: ({ who, mail }) => (mail === undefined ? who : `${who} (${mail})`),
  words: ({ who, mail, password, browser }) =>
    `the link of the mail ${mail === undefined ? "" : `${mail} `}to ${who} is followed${inBrowser(browser)}${givingPassword(password)}`,
  render: ({ password }, to) => ({ password: to.text(password) }),
  namesBrowser: ({ browser }) => browser,
  byHand: { knows: "person", mail: "followed" },
});
