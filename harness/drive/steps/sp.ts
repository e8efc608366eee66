import { JitterbugError } from "../../errors.ts";
import type { StartObservation } from "../../observe/observation.ts";
import type { Stage, StepResult } from "../stage.ts";

/**
 * Ends the SP and starts it again. Where it does not come up while its IdP is away, the IdP is back before it is started
 * once more: everybody after this check needs it. Throws ERR_SP_* where nothing of the IdP fails, or it stays down.
 */
export async function driveSp(stage: Stage): Promise<StepResult> {
  const start = await restarted(stage);
  if (!start.ready) {
    await stage.restoreAll();
    await stage.world.sp.restart();
  }
  await introducedAnew(stage);
  return { signIns: [], start, touchesAccounts: false };
}

async function restarted(stage: Stage): Promise<StartObservation> {
  const { world, idpFails } = stage;
  stage.restarted = world.now();
  try {
    await world.sp.restart();
    return { ready: true };
  } catch (error) {
    if (!idpFails || !(error instanceof JitterbugError) || !NOT_UP.has(error.code)) throw error;
    return { ready: false, told: error.message };
  }
}

const NOT_UP: ReadonlySet<string> = new Set(["ERR_SP_EXITED", "ERR_SP_NOT_READY"]);

/** An SP that keeps in its memory alone what it is told of its connections is told again; while an IdP is away it may decline, and is told once that is back. */
async function introducedAnew({ world, idpFails, declined }: Stage): Promise<void> {
  for (const connection of world.sp.introduced) {
    try {
      await world.sp.map(connection);
    } catch (error) {
      if (!idpFails) throw error;
      declined.add(connection);
    }
  }
}
