import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Somebody says to the SP that they do not know their password; the link of the mail that comes is kept for `reset_password`. */
export interface ForgotPasswordStep extends StepBase {
  readonly kind: "forgot_password";
  /** A seeded account, or a person. */
  readonly who: string;
  /** What the mail is called in later steps; left out: by whom it is to. */
  readonly mail?: string;
  readonly browser?: string;
}

export const forgotPassword: StepRow<ForgotPasswordStep> = defineStep({
  kind: "forgot_password",
  schema: stepSchema({
    forgot_password: nameSchema.describe(
      "A seeded account, or a person: the mail goes to their address of this moment.",
    ),
    mail: nameSchema
      .optional()
      .describe("What the mail is called; left out: by whom it is to, and a later one takes its place."),
    browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
  }).describe(
    "Somebody asks the SP for a new password; the link of the mail that comes, if one does, is kept for `reset_password`. As `control` a mail must come.",
  ),
  ability: "forgot_password",
  build: ({ forgot_password: who, mail, browser }, at) => {
    at.in("forgot_password").useEither("account", "person", who);
    return { who, ...defined({ mail, browser }) };
  },
  title: ({ who, mail }) => (mail === undefined ? who : `${who} (${mail})`),
  words: ({ who, mail, browser }) =>
    `${who} asks for a new password${inBrowser(browser)}${mail === undefined ? "" : `, by the mail ${mail}`}`,
  namesBrowser: ({ browser }) => browser,
  byHand: {
    knows: "person",
    mail: "comes",
    trial: {
      account: () => "local.{{ns}}@{{domain}}",
      step: ({ account }, base) => ({ ...base, kind: "forgot_password", who: account }),
      done: "a mail with a link came",
      mails: true,
      shutBy: { sso_enforced: ["on"] },
    },
  },
});
