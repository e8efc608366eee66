import { messageOf } from "../errors.ts";
import type { CheckObservation, VariantObservation } from "../observe/observation.ts";
import type { Account } from "../observe/snapshot.ts";
import type { Check } from "../plan/check.ts";
import type { World } from "./world.ts";

/**
 * Removes the accounts that a check left, whoever made them, where the target has `seed.remove`. A removal that fails
 * is told to the caller and stops nothing: the others are made, the verdicts stand. At an SP that has died there is
 * nothing to remove. `observation`: null where the check did not come to its end, and may have left anything.
 */
export async function cleanUp(
  check: Check,
  observation: CheckObservation | null,
  world: World,
): Promise<string | null> {
  if (world.target.seed.remove === undefined || world.sp.exited !== null) return null;
  const own = check.connections.find(({ name }) => name === check.connection);
  if (own === undefined) return null;
  const problems: string[] = [];
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      problems.push(messageOf(error));
    }
  };
  for (const { ns } of check.variants) {
    const context = { ns, organization: own.organization, connection: own.name };
    const seen = observation?.variants.find((variant) => variant.ns === ns);
    await attempt(async () => {
      for (const id of new Set((await leftBy(seen, ns, world)).map((one) => one.id)))
        await attempt(() => world.sp.remove(id, context));
    });
  }
  const [first] = problems;
  if (first === undefined || problems.length === 1) return first ?? null;
  return `${first} (and ${problems.length - 1} more)`;
}

/** The last look shows what is there, unless the driving ended after it: a step that failed may have made accounts. */
async function leftBy(
  seen: VariantObservation | undefined,
  ns: string,
  { sp }: World,
): Promise<readonly Pick<Account, "id">[]> {
  const last = seen?.steps.at(-1) ?? null;
  const whole = seen !== undefined && seen.failure === undefined && last !== null && last.unseen === undefined;
  return whole ? last.after.accounts : (await sp.snapshot(ns)).accounts;
}
