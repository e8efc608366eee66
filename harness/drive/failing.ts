import { setTimeout as pause } from "node:timers/promises";
import { JitterbugError, messageOf } from "../errors.ts";
import type { StepFailure } from "../observe/observation.ts";
import { ActionFailed, isDamage, isDeclined, limitOf } from "../sp/index.ts";
import { MissingAccount, type Stage } from "./stage.ts";
import type { World } from "./world.ts";

const DEATH_TRIES = 10;
const DEATH_POLL_MS = 20;

/** The SP's own doing; that its process ended is told by itself. */
export function isDestroyed(error: unknown, { kind }: StepFailure, { sp }: World): boolean {
  return (
    kind === "target" &&
    sp.exited === null &&
    error instanceof JitterbugError &&
    error.code === "ERR_OBSERVE" &&
    isDamage(error)
  );
}

export function noteLimit({ cutOff }: Stage, error: unknown): void {
  const limit = limitOf(error);
  if (limit !== null) cutOff.add(limit);
}

export function isStopped({ signal }: World): boolean {
  return signal?.aborted === true;
}

/** The run was stopped. */
export class Interrupted extends Error {}
/** The accounts could not be read after a step. */
export class Unseen extends Error {}

export async function failureOf(error: unknown, world: World): Promise<StepFailure> {
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
