import { buildInvitations, invitationsSchema } from "../schema/invitation.ts";
import { defineStep, stepSchema } from "./kind.ts";

export const invite = defineStep({
  kind: "invite",
  schema: stepSchema({ invite: invitationsSchema }).describe("Invites people at the SP."),
  ability: "invite",
  build: (written, at) => ({ kind: "invite", invitations: buildInvitations(written.invite, at.in("invite")) }),
});
