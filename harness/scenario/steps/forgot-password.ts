import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

const FORGED = ["host", "x-forwarded-host"] as const;
export type ForgedHeader = (typeof FORGED)[number];

/** Somebody says to the SP that they do not know their password; the link of the mail that comes is kept for `reset_password`. */
export interface ForgotPasswordStep extends StepBase {
  readonly kind: "forgot_password";
  /** A seeded account, or a person. */
  readonly who: string;
  /** What the mail is called in later steps; left out: by whom it is to. */
  readonly mail?: string;
  /** The header by which another host is said than the SP's; left out: none. */
  readonly forged?: ForgedHeader;
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
    forged: z
      .enum(FORGED)
      .optional()
      .describe(
        "Somebody else asks, and says in this header that the SP is called `forged.example`; see `mail_leads`.",
      ),
    browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
  }).describe(
    "Somebody asks the SP for a new password; the link of the mail that comes, if one does, is kept for `reset_password`. As `control` a mail must come.",
  ),
  ability: "forgot_password",
  build: ({ forgot_password: who, mail, forged, browser }, at) => {
    at.in("forgot_password").useEither("account", "person", who);
    return { who, ...defined({ mail, forged, browser }) };
  },
  title: ({ who, mail, forged }) => {
    const more = [...(mail === undefined ? [] : [mail]), ...(forged === undefined ? [] : [`forged ${forged}`])];
    return more.length === 0 ? who : `${who} (${more.join(", ")})`;
  },
  words: ({ who, mail, forged, browser }) => {
    const named = mail === undefined ? "" : `, by the mail ${mail}`;
    const said = forged === undefined ? "" : `, under a host that is forged in the header ${forged}`;
    return `${who} asks for a new password${inBrowser(browser)}${said}${named}`;
  },
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
