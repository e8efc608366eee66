import type { StepOf } from "../../scenario/model/index.ts";
import { defined } from "../../defined.ts";
import { seenPage } from "../end.ts";
import type { Stage, StepResult } from "../stage.ts";
import { tampered } from "../tampered.ts";
import { personVariables } from "../variables.ts";

/** The SP asks the IdP again, as the target file says how; whose session it is then, the session driver tells. */
export async function driveRefresh(stage: Stage, step: StepOf<"refresh">): Promise<StepResult> {
  const { idps, sp } = stage.world;
  const { connection } = stage.person(step.person);
  const { key } = stage.admit(step.person, connection);
  const browser = stage.browser(step.browser);
  if (step.tamper !== undefined) idps.arm(connection, key, step.tamper);
  const { page } = await sp
    .act(browser, stage.byHand("refresh"), personVariables(stage, step.person, connection))
    .catch((error: unknown) => {
      if (step.tamper !== undefined) idps.disarm(connection, key);
      throw error;
    });
  const tamper = step.tamper === undefined ? undefined : tampered(step.tamper.name, idps.disarm(connection, key));
  const session = await stage.look(browser);
  return { signIns: [], session, page: seenPage(page), refresh: defined({ tamper }), touchesAccounts: true };
}
