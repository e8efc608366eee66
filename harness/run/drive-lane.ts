import { together, type Check } from "../plan/index.ts";
import { alone, isDoubtful, patient, undisturbed } from "./again.ts";
import { isDestroyed } from "./destroyed.ts";
import type { Driving, Judged } from "./drive-checks.ts";
import type { Haste } from "./haste.ts";
import { inParallel } from "./lanes.ts";
import { lookedTooSoon, lookingOf, mayBeLate, watch } from "./late.ts";
import { wasPutOff, type Patience } from "./patience.ts";
import type { Sharing } from "./sharing.ts";

export interface Settled {
  readonly judged: Judged;
  /** How late the accounts were, where they changed after the check had ended; else null. */
  readonly late: number | null;
}

export interface LaneDriving extends Driving {
  readonly patience: Patience;
  readonly haste: Haste;
  readonly sharing: Sharing;
  /** Given each check when nothing more is to be done for its verdict here. */
  readonly settle: (one: Settled) => Promise<void>;
}

const SETTLED = { end: Promise.resolve() };

/**
 * Drives the checks of one lane, a number of them at once. What the SP put off, and what is doubtful because of its
 * company, is driven again at the end, alone; what did not pass is watched for a while, and cleaned up after that.
 */
export async function driveLane(checks: readonly Check[], jobs: number, driving: LaneDriving): Promise<void> {
  const { stopped, cleanUp, world, settle, sparing } = driving;
  const exclusive = checks.some(({ lane }) => lane === "exclusive");
  const watched: { readonly end: Promise<void>; readonly cleanUp: () => Promise<void> }[] = [];
  const cleaningOf = (of: Pick<Judged, "check" | "observation">) => () => cleanUp.after(of.check, of.observation);
  const doubtful: Judged[] = [];
  let over = false;
  const decide = async (judged: Judged, late: number | null) => {
    const again = wasPutOff(judged) || (jobs > 1 && isDoubtful(judged));
    if (again && late === null && !lookedTooSoon(lookingOf(judged), world.sp)) doubtful.push(judged);
    else await settle({ judged, late });
  };
  /** Has it settled, now or, where it is watched, by the `end`. */
  const finish = async (first: Judged): Promise<{ readonly end: Promise<void> }> => {
    sparing?.saw(first);
    if (isDestroyed(first)) {
      await driving.destroyed(first);
      await settle({ judged: first, late: null });
      return SETTLED;
    }
    const judged = exclusive ? await patient(first, driving) : first;
    if (!mayBeLate(judged) || wasPutOff(judged) || (exclusive && !isRed(judged))) {
      await cleanUp.after(judged.check, judged.observation);
      await (exclusive ? settle({ judged, late: null }) : decide(judged, null));
      return SETTLED;
    }
    const end = watch(judged, world.sp, () => over || exclusive, stopped).then((late) => decide(judged, late));
    watched.push({ end, cleanUp: cleaningOf(withoutWire(judged)) });
    if (exclusive) await end;
    return { end };
  };
  await inParallel(together(checks), jobs, stopped, async (group) => {
    const shared = await driving.sharing.drive(
      group.filter((check) => sparing?.isSpared(check) !== true),
      driving,
    );
    const ends: Promise<void>[] = [];
    for (const judged of shared.judged) ends.push((await finish(judged)).end);
    watched.push({ end: Promise.all(ends).then(() => undefined), cleanUp: shared.cleanUp });
    for (const check of shared.left) {
      if (stopped()) return;
      if (sparing?.isSpared(check) !== true) await finish(await undisturbed(check, driving));
    }
  });
  over = true;
  for (const one of watched) {
    await one.end;
    await one.cleanUp();
  }
  for (const first of doubtful) {
    const next = await patient(first, driving);
    const judged = stopped() || jobs === 1 || !isDoubtful(next) ? next : await alone(next, driving);
    await cleanUp.after(judged.check, judged.observation);
    await settle({ judged, late: null });
  }
}

/** What went over the wire is by far the most of a check, and is not asked for any more. */
function withoutWire({ check, observation }: Judged): Pick<Judged, "check" | "observation"> {
  const variants = observation.variants.map((variant) => ({
    ...variant,
    steps: variant.steps.map((step) => ({ ...step, exchanges: [] })),
  }));
  return { check, observation: { ...observation, variants } };
}

function isRed({ verdict: { verdict } }: Judged): boolean {
  return verdict === "failed" || verdict === "misconfigured";
}
