import type { Check } from "../plan/check.ts";
import { alone, isDestroyed, isDoubtful, patient, undisturbed } from "./again.ts";
import type { Driving, Judged } from "./drive-checks.ts";
import { inParallel } from "./lanes.ts";
import { lookedTooSoon, lookingOf, mayBeLate, watch } from "./late.ts";
import { wasPutOff, type Patience } from "./patience.ts";

export interface Settled {
  readonly judged: Judged;
  /** How late the accounts were, where they changed after the check had ended; else null. */
  readonly late: number | null;
}

export interface LaneDriving extends Driving {
  readonly patience: Patience;
  /** Given each check when nothing more is to be done for its verdict here. */
  readonly settle: (one: Settled) => Promise<void>;
}

/**
 * Drives the checks of one lane, a number of them at once. What the SP put off, and what is doubtful because of its
 * company, is driven again at the end, alone; what did not pass is watched for a while, and cleaned up after that.
 */
export async function driveLane(checks: readonly Check[], jobs: number, driving: LaneDriving): Promise<void> {
  const { stopped, cleanUp, world, settle, sparing } = driving;
  const exclusive = checks.some(({ lane }) => lane === "exclusive");
  const watched: { readonly of: Pick<Judged, "check" | "observation">; readonly end: Promise<void> }[] = [];
  const doubtful: Judged[] = [];
  let over = false;
  const decide = async (judged: Judged, late: number | null) => {
    const again = wasPutOff(judged) || (jobs > 1 && isDoubtful(judged));
    if (again && late === null && !lookedTooSoon(lookingOf(judged), world.sp)) doubtful.push(judged);
    else await settle({ judged, late });
  };
  await inParallel(checks, jobs, stopped, async (check) => {
    if (sparing?.isSpared(check) === true) return;
    const first = await undisturbed(check, driving);
    sparing?.saw(first);
    if (isDestroyed(first)) {
      await driving.destroyed(first);
      return settle({ judged: first, late: null });
    }
    const judged = exclusive ? await patient(first, driving) : first;
    if (!mayBeLate(judged) || wasPutOff(judged) || (exclusive && !isRed(judged))) {
      await cleanUp.after(judged.check, judged.observation);
      return exclusive ? settle({ judged, late: null }) : decide(judged, null);
    }
    const end = watch(judged, world.sp, () => over || exclusive, stopped).then((late) => decide(judged, late));
    watched.push({ of: withoutWire(judged), end });
    if (exclusive) await end;
  });
  over = true;
  for (const { of, end } of watched) {
    await end;
    await cleanUp.after(of.check, of.observation);
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
