import type { Invitation, StepBase } from "../model/step.ts";
import { buildInvitations, invitationsSchema } from "../schema/invitation.ts";
import { invitationInWords } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Invites people at the SP in the middle of a scenario. */
export interface InviteStep extends StepBase {
  readonly kind: "invite";
  readonly invitations: readonly Invitation[];
}

export const invite: StepRow<InviteStep> = defineStep({
  kind: "invite",
  schema: stepSchema({ invite: invitationsSchema }).describe("Invites people at the SP."),
  ability: "invite",
  build: (written, at) => ({ invitations: buildInvitations(written.invite, at.in("invite")) }),
  title: ({ invitations }) => invitations.map(({ name }) => name).join(", "),
  words: ({ invitations }) => `the SP makes ${invitations.map(invitationInWords).join("; ")}`,
  render: ({ invitations }, to) => ({ invitations: invitations.map((invitation) => to.invitation(invitation)) }),
  invites: ({ invitations }) => invitations,
});
