import { JitterbugError } from "../errors.ts";
import type { CheckObservation, StepFailure, StepObservation, VariantObservation } from "../observe/observation.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Check, Variant } from "../plan/check.ts";
import type { Step } from "../scenario/model/index.ts";
import { ActionFailed } from "./actions.ts";
import { MissingAccount, Stage, type StepResult } from "./stage.ts";
import { driveSeed } from "./steps/seed.ts";
import { driveStep } from "./steps/index.ts";
import type { World } from "./world.ts";

/** Drives a planned check and tells what happened. Never throws: what went wrong is part of the observation. */
export async function driveCheck(check: Check, world: World): Promise<CheckObservation> {
  const variants: VariantObservation[] = [];
  for (const variant of check.variants) variants.push(await driveVariant(check, variant, world));
  return { check: check.name, variants };
}

async function driveVariant(check: Check, variant: Variant, world: World): Promise<VariantObservation> {
  const stage = new Stage(world, check, variant);
  const steps: StepObservation[] = [];
  let start: Snapshot | null = null;
  let failure: StepFailure | undefined;
  world.recorder.open(variant.ns);
  try {
    for (const person of Object.values(variant.people)) stage.admit(person.name, person.connection);
    await driveSeed(stage, { accounts: variant.accounts });
    start = await stage.snapshot();
    let before = start;
    for (const [index, step] of variant.steps.entries()) {
      if (world.signal?.aborted === true) throw new Interrupted();
      const seen = await observeStep(stage, step, index, before);
      steps.push(seen);
      before = seen.after;
    }
  } catch (error) {
    failure = failureOf(error);
  } finally {
    world.recorder.close(variant.ns);
    await stage.clear();
  }
  const seeded = Object.fromEntries(variant.accounts.flatMap(({ name }) => (typeof stage.names[name] === "string" ? [[name, stage.names[name]]] : [])));
  return { name: variant.name, ns: variant.ns, seeded, start, steps, ...(failure === undefined ? {} : { failure }) };
}

async function observeStep(stage: Stage, step: Step, index: number, before: Snapshot): Promise<StepObservation> {
  const { world, variant } = stage;
  const started = world.now();
  const result = await driveStep(stage, step);
  const after = result.touchesAccounts ? await stage.snapshot() : before;
  remember(stage, step, result);
  return {
    index,
    started_at: started,
    duration_ms: world.now() - started,
    sign_ins: result.signIns,
    before,
    after,
    ...(result.session === undefined ? {} : { session: result.session }),
    names: { ...stage.names },
    exchanges: world.recorder.take(variant.ns),
  };
}

/** The account of the session gets the name; after a refusal the name is nobody's. */
function remember(stage: Stage, step: Step, { session }: StepResult): void {
  const name = step.expect?.remember;
  if (name !== undefined) stage.names[name] = session?.state === "signed_in" ? session.account : null;
}

class Interrupted extends Error {}

function failureOf(error: unknown): StepFailure {
  if (error instanceof Interrupted) return { kind: "interrupted", message: "the run was stopped" };
  if (error instanceof JitterbugError && error.exitStatus === 3) return { kind: "target", message: told(error) };
  if (error instanceof ActionFailed || error instanceof MissingAccount) return { kind: "target", message: error.message };
  return { kind: "harness", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function told(error: JitterbugError): string {
  return error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
}
