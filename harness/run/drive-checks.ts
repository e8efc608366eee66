import type { CheckVerdict } from "../judge/verdict.ts";
import type { CheckObservation } from "../observe/observation.ts";
import type { Check } from "../plan/check.ts";
import type { CleanUp } from "./clean-up.ts";
import { driveLane, type Settled } from "./drive-lane.ts";
import { Haste } from "./haste.ts";
import { lookedTooSoon, lookingOf, type Looking } from "./late.ts";
import type { OpenWorld } from "./open-world.ts";
import type { Sparing } from "./options.ts";
import { Patience } from "./patience.ts";
import type { Sharing } from "./sharing.ts";
import type { Trials } from "./trials.ts";

export interface Judged {
  readonly check: Check;
  readonly observation: CheckObservation;
  readonly verdict: CheckVerdict;
  readonly duration_ms: number;
}

export interface Driving {
  readonly world: OpenWorld;
  readonly cleanUp: CleanUp;
  readonly trials: Trials;
  readonly sharing: Sharing;
  /** Of the parallel lane, at once. */
  readonly jobs: number;
  readonly strictPolicy: boolean;
  readonly stopped: () => boolean;
  readonly sparing?: Sparing | undefined;
  /** Awaited before what must be driven alone. */
  readonly beforeExclusive?: (() => Promise<void>) | undefined;
  /** The same check with people of a namespace of their own. */
  readonly fresh: (check: Check) => Check | undefined;
  readonly begun: (check: Check, at: number) => Promise<void>;
  /** The accounts could not be read any more after a step of this check. */
  readonly destroyed: (judged: Judged) => Promise<void>;
  readonly tell: (judged: Judged) => Promise<void>;
  readonly warn: (text: string) => Promise<void>;
}

/** What is remembered of a check that has its verdict. */
interface Known {
  readonly name: string;
  readonly late: number | null;
  readonly looking: Looking;
  /** It may be driven again, and is told only then. */
  readonly untold?: Judged;
}

/** So often is a check driven again because the accounts turned out to be later than it had looked. */
const ROUNDS = 3;
/** So many are driven again alone before it is believed that the accounts are late. */
const PROBES = 2;

/**
 * Drives and judges checks: those of the parallel lane together, the others last. What looked at the accounts sooner
 * than they turned out to be late is driven again, and told again.
 */
export async function driveChecks(checks: readonly Check[], driving: Driving): Promise<void> {
  const { jobs, stopped, fresh, tell, world } = driving;
  const { lag } = world.sp;
  const patience = new Patience(world);
  const haste = new Haste();
  const lanes = [
    { jobs, checks: rootsFirst(checks.filter(({ lane }) => lane === "parallel")) },
    { jobs: 1, checks: checks.filter(({ lane }) => lane === "exclusive") },
  ];
  /** What is known of each check, by its name; what was seen of it only until it is told. */
  const settled = new Map<string, Known>();
  const settle = async ({ judged, late }: Settled) => {
    const looking = lookingOf(judged);
    const isTold = late === null && !lookedTooSoon(looking, world.sp);
    settled.set(judged.check.name, { name: judged.check.name, late, looking, ...(isTold ? {} : { untold: judged }) });
    if (isTold) await tell(judged);
  };
  const drive = (some: readonly Check[], atOnce: number) =>
    driveLane(some, atOnce, { ...driving, patience, haste, settle });
  const again = async (due: readonly Known[], atOnce: (lane: (typeof lanes)[number]) => number) => {
    const names = new Set(due.map(({ name }) => name));
    for (const lane of lanes)
      await drive(
        lane.checks.filter(({ name }) => names.has(name)).flatMap((check) => fresh(check) ?? []),
        atOnce(lane),
      );
  };
  for (const lane of lanes) {
    if (lane.checks.some((check) => check.lane === "exclusive")) await driving.beforeExclusive?.();
    await drive(lane.checks, lane.jobs);
  }
  for (let round = 0; round < ROUNDS && !stopped(); round++) {
    const all = [...settled.values()];
    const late = all.filter((one) => one.late !== null);
    const due = late.length > 0 ? late : all.filter(({ looking }) => lookedTooSoon(looking, world.sp));
    if (due.length === 0) break;
    const assumed = Math.max(0, ...late.map((one) => one.late ?? 0));
    lag.assume(assumed);
    // An SP that mixes people up shows what others do as if it were late: only what is so alone is.
    const probes = assumed > 0 && lag.longestMs === 0 ? due.slice(0, PROBES) : [];
    await again(probes, () => 1);
    const isLate = assumed === 0 || lag.longestMs > 0;
    if (isLate) await again(due.slice(probes.length), ({ jobs }) => jobs);
    lag.assume(0);
    if (!isLate) break;
  }
  for (const { untold } of settled.values()) if (untold !== undefined) await tell(untold);
  if (patience.told !== null) await driving.warn(patience.told);
}

/** The plainest sight of a fault first: what follows from it can say so when it is told. */
function rootsFirst(checks: readonly Check[]): readonly Check[] {
  const isRoot = ({ scenario }: Check) => scenario.root.length > 0;
  return [...checks.filter(isRoot), ...checks.filter((check) => !isRoot(check))];
}
