import { driveCheck } from "../drive/index.ts";
import { judgeCheck } from "../judge/index.ts";
import type { CheckVerdict } from "../judge/verdict.ts";
import type { CheckObservation } from "../observe/observation.ts";
import type { Check } from "../plan/check.ts";
import type { CleanUp } from "./clean-up.ts";
import { inParallel } from "./lanes.ts";
import type { OpenWorld } from "./open-world.ts";
import { Patience, wasPutOff } from "./patience.ts";
import type { Trials } from "./trials.ts";

export interface Judged {
  readonly check: Check;
  readonly observation: CheckObservation;
  readonly verdict: CheckVerdict;
  readonly duration_ms: number;
}

interface Driving {
  readonly world: OpenWorld;
  readonly cleanUp: CleanUp;
  readonly trials: Trials;
  /** Of the parallel lane, at once. */
  readonly jobs: number;
  readonly strictPolicy: boolean;
  readonly stopped: () => boolean;
  /** The same check with people of a namespace of their own. */
  readonly fresh: (check: Check) => Check | undefined;
  readonly begun: (check: Check, at: number) => Promise<void>;
  readonly tell: (judged: Judged) => Promise<void>;
  readonly warn: (text: string) => Promise<void>;
}

/** Drives and judges checks: those of the parallel lane together, what broke in company again alone, the others last. */
export async function driveChecks(checks: readonly Check[], driving: Driving): Promise<void> {
  const { jobs, stopped, tell } = driving;
  const again: Judged[] = [];
  const patience = new Patience(driving.world);
  // The plainest sight of a fault first: what follows from it can say so when it is told.
  const inParallelLane = checks.filter(({ lane }) => lane === "parallel");
  const parallel = [...inParallelLane.filter(isRoot), ...inParallelLane.filter((check) => !isRoot(check))];
  await inParallel(parallel, jobs, stopped, async (check) => {
    const judged = await undisturbed(check, driving);
    if (wasPutOff(judged) || (jobs > 1 && isDoubtful(judged))) again.push(judged);
    else await tell(judged);
  });
  for (const judged of again) {
    const first = stopped() ? judged : await patient(judged, driving, patience);
    await tell(stopped() || jobs === 1 || !isDoubtful(first) ? first : await alone(first, driving));
  }
  const exclusive = checks.filter(({ lane }) => lane === "exclusive");
  await inParallel(exclusive, 1, stopped, async (check) =>
    tell(await patient(await undisturbed(check, driving), driving, patience)),
  );
  if (patience.told !== null) await driving.warn(patience.told);
}

function isRoot({ scenario }: Check): boolean {
  return scenario.root.length > 0;
}

/** What the SP put off is driven again when it takes more. */
function patient(judged: Judged, driving: Driving, patience: Patience): Promise<Judged> {
  if (!wasPutOff(judged)) return Promise.resolve(judged);
  return patience.again(judged, async () => {
    const fresh = driving.stopped() ? undefined : driving.fresh(judged.check);
    return fresh === undefined ? undefined : one(fresh, driving);
  });
}

const TRIES = 3;

/**
 * A browser drops its connections when a network of this machine comes or goes, as those of containers do. What came of
 * that says nothing of the SP, so the check is driven again, with fresh people.
 */
async function undisturbed(check: Check, driving: Driving): Promise<Judged> {
  let judged = await one(check, driving);
  for (let tries = 1; tries < TRIES && disturbed(judged) && !driving.stopped(); tries++) {
    const fresh = driving.fresh(check);
    if (fresh === undefined) break;
    judged = await one(fresh, driving);
  }
  return judged;
}

function disturbed({ verdict, observation }: Judged): boolean {
  if (verdict.verdict === "passed") return false;
  const exchanges = observation.variants.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges));
  return exchanges.some(({ failure }) => failure?.detail.includes("ERR_NETWORK_CHANGED") === true);
}

async function one(check: Check, { world, cleanUp, trials, strictPolicy, begun }: Driving): Promise<Judged> {
  await begun(check, Date.now());
  await trials.before(check);
  const started = Date.now();
  cleanUp.begin(check);
  const observation = await driveCheck(check, {
    ...world,
    unfit: (list, connection) => trials.unfit(list, connection),
  });
  const verdict = judgeCheck(check, observation, { strictPolicy });
  await cleanUp.after(check, observation);
  return { check, observation, verdict, duration_ms: Date.now() - started };
}

/** What may have come of the company that a check was driven in. */
function isDoubtful(judged: Judged): boolean {
  return brokeUnderLoad(judged) || wasCutOff(judged) || enteredAnother(judged);
}

/**
 * What is doubtful is driven again alone, with fresh people. Clean then, a crash is a warning, and of a bound of time
 * nothing is left; nor of somebody else's account, where this SP was seen to give free ids to other accounts.
 */
async function alone(first: Judged, driving: Driving): Promise<Judged> {
  const fresh = driving.fresh(first.check);
  if (fresh === undefined) return first;
  const second = await one(fresh, driving);
  if (enteredAnother(first) && !driving.world.sp.reusesIds) return first;
  if (second.verdict.verdict !== "passed" || !brokeUnderLoad(first)) return second;
  return {
    ...second,
    verdict: { ...first.verdict, verdict: "warned", reason: `only under load: ${first.verdict.reason}` },
  };
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

function brokeUnderLoad({ verdict, observation }: Judged): boolean {
  if (verdict.verdict !== "failed") return false;
  // Load excuses no account that was entered, doubled or lost; what a crash left behind is tried again with it.
  if (verdict.harm !== undefined && verdict.harm !== "account_left") return false;
  return observation.variants.some(({ steps }) =>
    steps.some(({ sign_ins }) => sign_ins.some(({ outcome }) => outcome === "broken")),
  );
}
