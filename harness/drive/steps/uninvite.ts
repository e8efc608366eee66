import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** Takes an invitation back by the SP's own hand. */
export async function driveUninvite(stage: Stage, { invitation: name }: StepOf<"uninvite">): Promise<StepResult> {
  const invitation = stage.invitations[name];
  if (invitation === undefined) throw new Error(`the plan has no invitation named ${name}`);
  await stage.world.sp.uninvite(invitation, stage.seedContext(invitation.at));
  return { signIns: [], touchesAccounts: true };
}
