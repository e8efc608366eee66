import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { givingPassword, inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** A person follows an invitation. */
export interface AcceptInviteStep extends StepBase {
  readonly kind: "accept_invite";
  readonly invitation: string;
  /** Who follows it, and signs in where that leads to the IdP. */
  readonly person: string;
  readonly browser?: string;
  /** What the list does on the invitation's page must be there: where it is not, the person is turned away. */
  readonly must_offer?: true;
  /** For SPs that ask for a new password. */
  readonly password?: string;
}

const schema = stepSchema({
  accept_invite: nameSchema.describe("The invitation."),
  person: nameSchema.describe("Who follows it, and signs in where that leads to the IdP."),
  browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
  must_offer: z
    .literal(true)
    .optional()
    .describe(
      "What `drive.accept_invite` does on the invitation's page must be there: where it is not, the SP has turned the person away; left out: the target file is at fault.",
    ),
  password: z.string().optional().describe("The new password, for SPs that ask for one."),
}).describe("A person follows an invitation.");

export const acceptInvite: StepRow<AcceptInviteStep> = defineStep({
  kind: "accept_invite",
  schema,
  ability: "accept_invite",
  build: (written, at) => {
    at.in("accept_invite").use("invitation", written.accept_invite);
    at.in("person").use("person", written.person);
    const { accept_invite: invitation, person, browser, must_offer, password } = written;
    return { invitation, person, ...defined({ browser, must_offer, password }) };
  },
  title: ({ invitation, person }) => `${invitation} by ${person}`,
  words: ({ invitation, person, browser, password }) =>
    `${person} follows the invitation ${invitation}${inBrowser(browser)}${givingPassword(password)}`,
  render: ({ password }, to) => (password === undefined ? {} : { password: to.text(password) }),
  endsAsSignIn: true,
  throughIdp: ({ person }) => [{ person, times: 1 }],
  namesBrowser: ({ browser }) => browser,
  byHand: {
    knows: "person",
    followsLink: true,
    trial: {
      invited: ({ stranger }) => `{{${stranger}.email}}`,
      step: ({ stranger, invitation, password }, base) => ({
        ...base,
        kind: "accept_invite",
        invitation,
        person: stranger,
        password,
      }),
      done: "who was invited is signed in",
      tried: "who accepts an invitation to their own address",
    },
  },
});
