import type { CheckObservation } from "../observe/observation.ts";
import type { Check } from "../plan/check.ts";
import type { World } from "./world.ts";

/**
 * Removes the accounts that a check left, where the target has `seed.remove`. A removal that fails is told to the
 * caller and stops nothing: the verdicts stand. At an SP that has died there is nothing to remove.
 */
export async function cleanUp(check: Check, observation: CheckObservation, world: World): Promise<string | null> {
  if (world.target.seed.remove === undefined || world.sp.exited !== null) return null;
  const own = check.connections.find(({ name }) => name === check.connection);
  if (own === undefined) return null;
  try {
    for (const variant of observation.variants) {
      const left = variant.steps.at(-1)?.after ?? variant.start;
      const context = { ns: variant.ns, organization: own.organization, connection: own.name };
      for (const account of left?.accounts ?? []) await world.sp.remove(account.id, context);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
