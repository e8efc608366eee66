import { driveVariants, type Parting } from "../drive/index.ts";
import { judgeCheck } from "../judge/index.ts";
import type { CheckObservation, VariantObservation } from "../observe/observation.ts";
import { isForged, mayEnter, movedTo, sharesControls, type Check } from "../plan/index.ts";
import type { Variant } from "../plan/check.ts";
import type { Verdict } from "../judge/verdict.ts";
import { isDestroyed } from "./destroyed.ts";
import type { Driving, Judged } from "./drive-checks.ts";

/** What is driven, and which check's row it is. */
interface Member {
  readonly check: Check;
  readonly variant: Variant;
}

export interface Shared {
  /** What has its verdict. */
  readonly judged: readonly Judged[];
  /** What is to be driven with controls of its own. */
  readonly left: readonly Check[];
  /** Removes the accounts of the people whom they shared. */
  readonly cleanUp: () => Promise<void>;
}

/** An SP that lets in so often whom it should refuse, at one connection, is asked of each message alone. */
const MOST_ENTRIES = 3;
/** Where it may, one shows that it does. */
const MOST_LAWFUL_ENTRIES = 1;

/** Both controls held, and what the SP did is not wrong by what others of the group did. */
const KEPT: readonly Verdict[] = ["passed", "observed", "warned"];

/**
 * Drives checks together that can share their controls (`plan/together`). Only what was refused between two controls that
 * held has its verdict by that; everything else is left to be driven alone, with controls of its own, so that no verdict
 * turns on the company. An SP whose control does not hold after refusals (it locks out whoever fails too often) is not
 * driven so any more.
 */
export class Sharing {
  readonly #mint: (n: number) => string;
  /** By kind. */
  readonly #entries = new Map<string, number>();
  #minted = 0;
  #lockedOut = false;

  /** `mint`: namespaces that nobody else has. */
  constructor(mint: (n: number) => string) {
    this.#mint = mint;
  }

  async drive(checks: readonly Check[], driving: Driving): Promise<Shared> {
    const nothing = () => Promise.resolve();
    const [check] = checks;
    const alone: Shared = { judged: [], left: checks, cleanUp: nothing };
    if (check === undefined || driving.stopped() || !this.#isShared(check)) return alone;
    const ns = this.#mint(this.#minted++);
    const moved = checks.map((one) => movedTo(one, ns));
    const members = moved.flatMap((one) => one.variants.map((variant) => ({ check: one, variant })));
    const [first, ...rest] = members;
    if (first === undefined || rest.length === 0) return alone;
    for (const one of checks) {
      await driving.begun(one, Date.now());
      await driving.trials.before(one);
    }
    const one = { ...first.check, variants: [first.variant] };
    driving.cleanUp.begin(one);
    const { observations, parting } = await driveVariants(
      first.check,
      [first.variant, ...rest.map(({ variant }) => variant)],
      driving.world,
    );
    const last = observations.at(-1);
    const whole = parting === null && last !== undefined ? { check: one.name, variants: [last] } : null;
    const cleanUp = () => driving.cleanUp.after(one, whole);
    const judged = judgeAll(members, observations, driving.strictPolicy);
    if (parting === null) {
      const kept = judged.filter(({ verdict }) => KEPT.includes(verdict.verdict));
      const names = new Set(kept.map((one) => one.check.name));
      return { judged: kept, left: checks.filter(({ name }) => !names.has(name)), cleanUp };
    }
    return this.#part(checks, { parting, judged, guilty: members[parting.at]?.check.name, cleanUp }, driving);
  }

  #isShared(check: Check): boolean {
    if (!sharesControls(check)) return false;
    const most = mayEnter(check) ? MOST_LAWFUL_ENTRIES : MOST_ENTRIES;
    return !this.#lockedOut && (this.#entries.get(kindOf(check)) ?? 0) < most;
  }

  async #part(
    checks: readonly Check[],
    { parting, judged, guilty, cleanUp }: Parted,
    driving: Driving,
  ): Promise<Shared> {
    const at = checks.findIndex(({ name }) => name === guilty);
    // What the SP did not survive is not there for a second try.
    const end = judged.find((one) => one.check.name === guilty);
    if (end !== undefined && (driving.world.sp.exited !== null || isDestroyed(end)))
      return { judged: [end], left: checks.filter(({ name }) => name !== guilty), cleanUp };
    await cleanUp();
    const done = { cleanUp: () => Promise.resolve() };
    if (parting.by === "control") this.#lockedOut = true;
    if (parting.by === "control" || parting.by === "failure" || at === -1) return { judged: [], left: checks, ...done };
    const kind = kindOf(checks[at] as Check);
    this.#entries.set(kind, (this.#entries.get(kind) ?? 0) + 1);
    // What came without a session may be what the message before it left, and came late.
    const from = parting.by === "trace" ? Math.max(0, at - 1) : at;
    const before = await this.drive(checks.slice(0, from), driving);
    const after = await this.drive(checks.slice(at + 1), driving);
    return {
      judged: [...before.judged, ...after.judged],
      left: [...before.left, ...checks.slice(from, at + 1), ...after.left],
      async cleanUp() {
        await before.cleanUp();
        await after.cleanUp();
      },
    };
  }
}

/** What tells of an SP how it takes such messages. */
function kindOf(check: Check): string {
  return `${check.connection} ${mayEnter(check)}`;
}

interface Parted {
  readonly parting: Parting;
  readonly judged: readonly Judged[];
  /** Of the check whose message it was. */
  readonly guilty: string | undefined;
  readonly cleanUp: () => Promise<void>;
}

function judgeAll(
  members: readonly Member[],
  observations: readonly VariantObservation[],
  strictPolicy: boolean,
): readonly Judged[] {
  const checks = [...new Set(members.map(({ check }) => check))];
  return checks.map((check) => {
    const variants = members.flatMap((one, at) => (one.check === check ? (observations[at] ?? []) : []));
    const observation: CheckObservation = { check: check.name, variants };
    const verdict = judgeCheck(check, observation, { strictPolicy });
    return { check, observation, verdict, duration_ms: Math.round(timeOf(check, variants, members.length)) };
  });
}

/** What took place for this check alone, and its part of what was for all. */
function timeOf({ variants }: Check, seen: readonly VariantObservation[], sharers: number): number {
  return seen.reduce(
    (sum, { steps }, row) =>
      sum +
      steps.reduce((all, { index, duration_ms }) => {
        const step = variants[row]?.steps[index];
        return all + (step !== undefined && isForged(step) ? duration_ms : duration_ms / sharers);
      }, 0),
    0,
  );
}
