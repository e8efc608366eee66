import { setTimeout as pause } from "node:timers/promises";
import { defined } from "../defined.ts";
import { JitterbugError, messageOf } from "../errors.ts";
import type { CheckObservation, StepFailure, StepObservation, VariantObservation } from "../observe/observation.ts";
import { showing } from "../observe/session-fields.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Check, Variant } from "../plan/check.ts";
import type { Step } from "../scenario/model/index.ts";
import { ActionFailed, isDamage, isDeclined, limitOf } from "../sp/index.ts";
import { blindness } from "./blind.ts";
import { againAndAgain } from "./damaged.ts";
import { withJoined } from "./joined.ts";
import { MissingAccount, Stage, type StepResult } from "./stage.ts";
import { driveInvite } from "./steps/invite.ts";
import { driveSeed } from "./steps/seed.ts";
import { driveStep } from "./steps/index.ts";
import type { World } from "./world.ts";

const DEATH_TRIES = 10;
const DEATH_POLL_MS = 20;

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
  world.ledger.open(variant.ns);
  try {
    if (isStopped(world)) throw new Interrupted();
    for (const person of Object.values(variant.people)) stage.admit(person.name, person.connection);
    const seeded = await driveSeed(stage, { accounts: variant.accounts });
    await driveInvite(stage, { invitations: variant.invitations });
    start = await againAndAgain(() => stage.snapshot(seeded.look), world);
    let before = start;
    for (const [index, step] of variant.steps.entries()) {
      if (isStopped(world)) throw new Interrupted();
      const seen = await observeStep(stage, step, index, before);
      steps.push(seen);
      if (seen.unseen !== undefined) throw new Unseen(seen.unseen);
      before = seen.after;
    }
  } catch (error) {
    noteLimit(stage, error);
    failure = await failureOf(error, world);
    if (start === null && isDestroyed(error, failure, world)) failure = { ...failure, destroyed: true };
  } finally {
    world.ledger.close(variant.ns);
    await stage.clear();
  }
  const seeded = Object.fromEntries(
    variant.accounts.flatMap(({ name }) => (typeof stage.names[name] === "string" ? [[name, stage.names[name]]] : [])),
  );
  const cut_off = [...stage.cutOff];
  return {
    name: variant.name,
    ns: variant.ns,
    seeded,
    start,
    steps,
    ...(cut_off.length === 0 ? {} : { cut_off }),
    ...defined({ failure }),
  };
}

async function observeStep(stage: Stage, step: Step, index: number, before: Snapshot): Promise<StepObservation> {
  const { world, variant } = stage;
  const started = world.now();
  stage.step = step;
  stage.acted = 0;
  const driven = await driveStep(stage, step);
  const looked: Looked = driven.touchesAccounts ? await look(stage, before, driven, started) : { after: before };
  const { unseen, destroyed } = looked;
  const sessions = [
    ...driven.signIns.map(({ session }) => session),
    ...(driven.session === undefined ? [] : [driven.session]),
  ];
  const after = showing(looked.after, sessions);
  const result = unseen === undefined ? withJoined(driven, before, after) : driven;
  remember(stage, step, result, before, after);
  const exchanges = world.ledger.take(variant.ns);
  if (exchanges.some(({ by, failure }) => by !== "sp" && failure?.kind === "timeout")) stage.cutOff.add("answer");
  return {
    index,
    started_at: started,
    duration_ms: world.now() - started,
    sign_ins: result.signIns,
    ...defined({ together: result.together }),
    before,
    after,
    ...defined({ unseen, destroyed, session: result.session, page: result.page, push: result.push }),
    names: { ...stage.names },
    exchanges,
  };
}

/** The account of the session, or of who was pushed, gets the name; after a refusal the name is nobody's. */
function remember(stage: Stage, step: Step, { session, whose }: StepResult, before: Snapshot, after: Snapshot): void {
  const name = step.expect?.remember;
  if (name === undefined) return;
  if (whose !== undefined) stage.names[name] = whose(before, after);
  else stage.names[name] = session?.state === "signed_in" ? session.account : null;
}

const SIGNED_OUT = { state: "signed_out" } as const;

type Looked = Pick<StepObservation, "after" | "unseen" | "destroyed">;

/** What a step did is told even where the accounts cannot be read after it: the SP may have died of it. */
async function look(
  stage: Stage,
  before: Snapshot,
  { signIns, session: own, look: wanted = {} }: StepResult,
  started: number,
): Promise<Looked> {
  const session = own ?? SIGNED_OUT;
  const sessions = [...signIns.map((one) => one.session), session];
  const shows = sessions.flatMap((one) =>
    one.state === "signed_in" && !before.accounts.some(({ id }) => id === one.account) ? [one.account] : [],
  );
  const ended = stage.acted > started ? stage.acted : stage.world.now();
  const since = stage.answeredAt(started) ?? started;
  const read = async () => {
    const after = await stage.snapshot({ since, ended, shows, ...wanted });
    const unseen = await blindness(stage, session, after);
    return { after, ...(unseen === null ? {} : { unseen }) };
  };
  // What the kit itself did at the SP destroys nothing that is the SP's to answer for.
  const byPerson = own !== undefined || signIns.length > 0;
  try {
    return await (byPerson ? againAndAgain(read, stage.world) : read());
  } catch (error) {
    noteLimit(stage, error);
    const failure = await failureOf(error, stage.world);
    if (failure.kind === "harness") throw error;
    const destroyed = byPerson && isDestroyed(error, failure, stage.world);
    return { after: before, unseen: failure.message, ...(destroyed ? { destroyed } : {}) };
  }
}

/** The SP's own doing; that its process ended is told by itself. */
function isDestroyed(error: unknown, { kind }: StepFailure, { sp }: World): boolean {
  return (
    kind === "target" &&
    sp.exited === null &&
    error instanceof JitterbugError &&
    error.code === "ERR_OBSERVE" &&
    isDamage(error)
  );
}

function noteLimit({ cutOff }: Stage, error: unknown): void {
  const limit = limitOf(error);
  if (limit !== null) cutOff.add(limit);
}

function isStopped({ signal }: World): boolean {
  return signal?.aborted === true;
}

class Interrupted extends Error {}
/** The accounts could not be read after a step. */
class Unseen extends Error {}

async function failureOf(error: unknown, world: World): Promise<StepFailure> {
  if (error instanceof Interrupted || isStopped(world)) return { kind: "interrupted", message: "the run was stopped" };
  if (error instanceof Unseen) return { kind: "target", message: error.message };
  const message = messageOf(error);
  const fault = error instanceof JitterbugError && error.exitStatus === 3 ? told(error) : null;
  if (fault !== null || error instanceof ActionFailed || error instanceof MissingAccount) {
    const death = await deathOf(world);
    const declined = death === null && isDeclined(error) ? { declined: true as const } : {};
    const isHands = death === null && error instanceof ActionFailed && !error.passing;
    const byHand = isHands ? { by_hand: true as const } : {};
    return { kind: "target", message: death ?? fault ?? message, ...declined, ...byHand };
  }
  return { kind: "harness", message };
}

/** An SP that died explains whatever failed. Its end is noticed a moment after its connections are cut. */
async function deathOf({ sp, target }: World): Promise<string | null> {
  if (target.start === undefined) return null;
  for (let tries = 0; sp.exited === null && tries < DEATH_TRIES; tries++) await pause(DEATH_POLL_MS);
  return sp.exited === null ? null : `the SP's process ended (${sp.exited.status})`;
}

function told(error: JitterbugError): string {
  return error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
}
