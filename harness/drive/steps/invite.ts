import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** The SP invites people by its own hand, one after another. */
export async function driveInvite(stage: Stage, step: Pick<StepOf<"invite">, "invitations">): Promise<StepResult> {
  for (const invitation of step.invitations) {
    stage.invitations[invitation.name] = invitation;
    stage.links[invitation.name] = await stage.world.sp.invite(invitation, stage.seedContext(invitation.at));
  }
  return { signIns: [], touchesAccounts: step.invitations.length > 0 };
}
