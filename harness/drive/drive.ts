import { defined } from "../defined.ts";
import { diffSnapshots } from "../observe/account.ts";
import type { CheckObservation, StepFailure, StepObservation, VariantObservation } from "../observe/observation.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { isForged } from "../plan/corrupting.ts";
import type { Check, Variant } from "../plan/check.ts";
import type { Step } from "../scenario/model/index.ts";
import { againAndAgain } from "./damaged.ts";
import { failureOf, Interrupted, isDestroyed, isStopped, noteLimit, Unseen } from "./failing.ts";
import { observeStep } from "./observe-step.ts";
import { Stage } from "./stage.ts";
import { driveInvite } from "./steps/invite.ts";
import { driveSeed } from "./steps/seed.ts";
import type { World } from "./world.ts";

/** Drives a planned check and tells what happened. Never throws: what went wrong is part of the observation. */
export async function driveCheck(check: Check, world: World): Promise<CheckObservation> {
  const variants: VariantObservation[] = [];
  for (const variant of check.variants) {
    const { observations } = await driveVariants(check, [variant], world);
    variants.push(...observations);
  }
  return { check: check.name, variants };
}

/** Where those who share their controls had to part: what followed would say nothing of the others. */
export interface Parting {
  /** Which of them was driven. */
  readonly at: number;
  /**
   * `entered`: a corrupted message let somebody in; `trace`: it changed accounts; `control`: a control let nobody in;
   * `failure`: the driving could not go on.
   */
  readonly by: "entered" | "trace" | "control" | "failure";
}

export interface DrivenTogether {
  /** In the order of the variants; what all of them share stands in each. */
  readonly observations: readonly VariantObservation[];
  /** Null where all came to their end. */
  readonly parting: Parting | null;
}

/**
 * Drives variants of one namespace, which do the same but for the messages that they corrupt (`plan/together`): the
 * corrupted ones of a step one after another, everything else once for all. One alone is never parted from. Never throws.
 */
export async function driveVariants(
  check: Check,
  variants: readonly [Variant, ...Variant[]],
  world: World,
): Promise<DrivenTogether> {
  const [variant] = variants;
  const stage = new Stage(world, check, variant);
  const rows = variants.map(() => [] as StepObservation[]);
  let start: Snapshot | null = null;
  let failure: StepFailure | undefined;
  let parting: Parting | null = null;
  let at = 0;
  world.ledger.open(variant.ns);
  try {
    if (isStopped(world)) throw new Interrupted();
    for (const person of Object.values(variant.people)) stage.admit(person.name, person.connection);
    const seeded = await driveSeed(stage, { accounts: variant.accounts });
    await driveInvite(stage, { invitations: variant.invitations });
    start = await againAndAgain(() => stage.snapshot(seeded.look), world);
    let before = start;
    for (const { step, index, row, isOwn } of turnsOf(variants)) {
      at = row;
      await world.pace?.(check, step, index);
      if (isStopped(world)) throw new Interrupted();
      const seen = await observeStep(stage, step, index, before);
      for (const [other, steps] of rows.entries()) if (!isOwn || other === row) steps.push(seen);
      if (seen.unseen !== undefined) throw new Unseen(seen.unseen);
      before = seen.after;
      const by = rows.length === 1 ? null : isOwn ? marksOf(seen) : voidOf(step, seen);
      parting = by === null ? null : { at, by };
      if (parting !== null) break;
    }
  } catch (error) {
    noteLimit(stage, error);
    failure = await failureOf(error, world);
    parting = { at, by: "failure" };
    if (start === null && isDestroyed(error, failure, world)) failure = { ...failure, destroyed: true };
  } finally {
    try {
      await stage.undo();
    } catch (error) {
      // Whoever signs in there after this meets what was left: the check tells of that, not of how well its end went.
      if (failure === undefined) for (const steps of rows) steps.pop();
      failure ??= await failureOf(error, world);
    }
    world.ledger.close(variant.ns);
    await stage.clear();
  }
  const seeded = Object.fromEntries(
    variant.accounts.flatMap(({ name }) => (typeof stage.names[name] === "string" ? [[name, stage.names[name]]] : [])),
  );
  const cut_off = [...stage.cutOff];
  const observations = variants.map(({ name, ns }, row) => ({
    name,
    ns,
    seeded,
    start,
    steps: rows[row] ?? [],
    ...(cut_off.length === 0 ? {} : { cut_off }),
    ...defined({ failure }),
  }));
  return { observations, parting };
}

interface Turn {
  readonly step: Step;
  readonly index: number;
  /** Whose it is. */
  readonly row: number;
  /** Nobody else's. */
  readonly isOwn: boolean;
}

/** What is done, in its order: each corrupted message of a step, and everything else once. */
function turnsOf(variants: readonly [Variant, ...Variant[]]): readonly Turn[] {
  const [{ steps }] = variants;
  return steps.flatMap((step, index): Turn[] =>
    isForged(step)
      ? variants.map((variant, row) => ({ step: variant.steps[index] ?? step, index, row, isOwn: true }))
      : [{ step, index, row: 0, isOwn: false }],
  );
}

/** What a message that should be refused has left, after which nobody is as they were. */
function marksOf({ session, sign_ins, before, after }: StepObservation): Parting["by"] | null {
  if (session?.state === "signed_in" || sign_ins.some(({ outcome }) => outcome === "signed_in")) return "entered";
  const { created, changed, deleted } = diffSnapshots(before, after);
  return created.length + changed.length + deleted.length > 0 ? "trace" : null;
}

function voidOf(step: Step, { session }: StepObservation): Parting["by"] | null {
  return step.control && session !== undefined && session.state !== "signed_in" ? "control" : null;
}
