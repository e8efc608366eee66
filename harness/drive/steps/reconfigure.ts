import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** The SP's connection is at another IdP from here on, which takes it for its own. Throws ERR_SEED. */
export async function driveReconfigure(stage: Stage, { issuer }: StepOf<"reconfigure">): Promise<StepResult> {
  const { sp, idps } = stage.world;
  const own = stage.connection(stage.check.connection);
  stage.altered({ undo: await idps.alter(issuer, { does: "lend", to: own.name }) });
  // Before it is done: a call that fails may have done half of it.
  stage.altered({ undo: () => sp.map(own) });
  await sp.map(own, { idp: issuer });
  return { signIns: [], touchesAccounts: false };
}
