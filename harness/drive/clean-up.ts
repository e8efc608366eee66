import type { CheckObservation } from "../observe/observation.ts";
import type { Check } from "../plan/check.ts";
import type { World } from "./world.ts";

/**
 * Removes the accounts that a check left, where the target has `seed.remove`. A removal that fails is told to the
 * caller and stops nothing: the others are made, the verdicts stand. At an SP that has died there is nothing to remove.
 */
export async function cleanUp(check: Check, observation: CheckObservation, world: World): Promise<string | null> {
  if (world.target.seed.remove === undefined || world.sp.exited !== null) return null;
  const own = check.connections.find(({ name }) => name === check.connection);
  if (own === undefined) return null;
  const problems: string[] = [];
  for (const variant of observation.variants) {
    const left = variant.steps.at(-1)?.after ?? variant.start;
    const context = { ns: variant.ns, organization: own.organization, connection: own.name };
    for (const account of left?.accounts ?? []) {
      try {
        await world.sp.remove(account.id, context);
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  const [first] = problems;
  if (first === undefined || problems.length === 1) return first ?? null;
  return `${first} (and ${problems.length - 1} more)`;
}
