import { z } from "zod";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** A mail that was asked for under a forged host leads to the SP, and not there. */
export interface MailLeadsExpectation extends AnyExpectation {
  readonly kind: "mail_leads";
}

export const mailLeads: ExpectationRow<MailLeadsExpectation> = defineExpectation({
  kind: "mail_leads",
  schema: z
    .literal("home")
    .describe(
      "No link of the mail that `forgot_password` brought leads to the host that was `forged`; no mail is as good.",
    ),
  build: () => ({}),
  needs: () => ({ fields: [], session: false }),
  words: () => ["no link of a mail leads to the host that was forged"],
});
