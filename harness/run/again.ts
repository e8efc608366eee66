import { driveCheck, type World } from "../drive/index.ts";
import { brokeInCompany, judgeCheck } from "../judge/index.ts";
import type { Check } from "../plan/check.ts";
import { isDestroyed } from "./destroyed.ts";
import type { Driving, Judged } from "./drive-checks.ts";
import type { Haste } from "./haste.ts";
import { wasPutOff, type Patience } from "./patience.ts";

/** A check is driven and judged once; its accounts are left for whoever looks at them again. */
async function one(
  check: Check,
  { world, cleanUp, trials, strictPolicy, begun }: Driving,
  skips?: World["skips"],
): Promise<Judged> {
  await begun(check, Date.now());
  await trials.before(check);
  const started = Date.now();
  cleanUp.begin(check);
  const observation = await driveCheck(check, {
    ...world,
    ...(skips === undefined ? {} : { skips }),
    unfit: (list, connection) => trials.unfit(list, connection),
  });
  const verdict = judgeCheck(check, observation, { strictPolicy });
  return { check, observation, verdict, duration_ms: Date.now() - started };
}

/** The same check with fresh people; undefined where that cannot be. */
async function again(
  { check, observation }: Judged,
  driving: Driving,
  skips?: World["skips"],
): Promise<Judged | undefined> {
  await driving.cleanUp.after(check, observation);
  const fresh = driving.stopped() ? undefined : driving.fresh(check);
  return fresh === undefined ? undefined : one(fresh, driving, skips);
}

const TRIES = 3;

/**
 * A browser drops its connections when a network of this machine comes or goes, as those of containers do. What came of
 * that says nothing of the SP, so the check is driven again, with fresh people.
 */
export async function undisturbed(check: Check, driving: Driving & { readonly haste: Haste }): Promise<Judged> {
  let judged = await driving.haste.first(
    (skips) => one(check, driving, skips),
    (last, skips) => again(last, driving, skips),
  );
  for (let tries = 1; tries < TRIES && disturbed(judged); tries++) {
    const next = await again(judged, driving);
    if (next === undefined) break;
    judged = next;
  }
  return judged;
}

function disturbed({ verdict, observation }: Judged): boolean {
  if (verdict.verdict === "passed") return false;
  const exchanges = observation.variants.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges));
  return exchanges.some(({ failure }) => failure?.detail.includes("ERR_NETWORK_CHANGED") === true);
}

/** What the SP put off is driven again when it takes more. */
export async function patient(
  judged: Judged,
  { patience, ...driving }: Driving & { readonly patience: Patience },
): Promise<Judged> {
  if (!wasPutOff(judged) || driving.stopped()) return judged;
  let last = judged;
  return patience.again(judged, async () => {
    const next = await again(last, driving);
    if (next !== undefined) last = next;
    return next;
  });
}

/** What may have come of the company that a check was driven in. */
export function isDoubtful(judged: Judged): boolean {
  if (isDestroyed(judged)) return false;
  return brokeInCompany(judged.verdict, judged.observation) || wasCutOff(judged) || enteredAnother(judged);
}

/**
 * What is doubtful is driven again alone, with fresh people. Clean then, a crash is a warning, and of a bound of time
 * nothing is left; nor of somebody else's account, where this SP was seen to give free ids to other accounts.
 */
export async function alone(first: Judged, driving: Driving): Promise<Judged> {
  const second = await again(first, driving);
  if (second === undefined) return first;
  await driving.cleanUp.after(second.check, second.observation);
  if (enteredAnother(first) && !driving.world.sp.reusesIds) return first;
  // What was seen with nothing beside it, and has left the SP so that nobody gets in any more, is what it was.
  if (first.check.lane === "exclusive" && second.verdict.verdict === "misconfigured") return first;
  if (second.verdict.verdict !== "passed" || !brokeInCompany(first.verdict, first.observation)) return second;
  const observation = { ...first.observation, check: second.check.name, passed_alone: true as const };
  const { strictPolicy } = driving;
  return { ...first, observation, verdict: judgeCheck(first.check, observation, { strictPolicy }) };
}

/** Whether a verdict may rest on a bound of time of the kit's own. */
function wasCutOff({ verdict, observation }: Judged): boolean {
  if (verdict.verdict === "passed" || verdict.verdict === "not_applicable") return false;
  return observation.variants.some(({ cut_off }) => cut_off !== undefined);
}

/** In company an account may be gone, and its id another one's, between two looks. */
function enteredAnother({ verdict, observation }: Judged): boolean {
  if (verdict.verdict !== "failed") return false;
  return observation.variants.some(({ steps }) => steps.some(({ after }) => after.entered !== undefined));
}
