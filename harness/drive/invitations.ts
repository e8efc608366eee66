import { setTimeout as pause } from "node:timers/promises";
import type { StepObservation } from "../observe/observation.ts";
import type { Step } from "../scenario/model/index.ts";
import { invitationsOf } from "../scenario/vocabulary/index.ts";
import type { Stage } from "./stage.ts";

const FIRST_POLL_MS = 20;
const LONGEST_POLL_MS = 200;

type Seen = NonNullable<StepObservation["invitations"]>;

/**
 * What became of the invitations that a step says something of; undefined where nothing is asked, or the SP shows none.
 * An SP that closes one in a queue is waited for, as accounts are. Throws ERR_OBSERVE.
 */
export async function seenInvitations(stage: Stage, { expect }: Step): Promise<Seen | undefined> {
  const { world } = stage;
  const wanted = expect === undefined ? null : invitationsOf(expect);
  if (wanted === null) return undefined;
  const isSettled = (seen: Seen) =>
    Object.entries(wanted).every(([name, states]) => states.includes(seen[name] ?? "closed"));
  let seen = await look(stage, Object.keys(wanted));
  const until = world.now() + world.sp.lag.patienceMs;
  for (
    let wait = FIRST_POLL_MS;
    seen !== undefined && !isSettled(seen) && world.now() < until;
    wait = Math.min(wait * 1.5, LONGEST_POLL_MS)
  ) {
    await pause(Math.max(1, Math.min(wait, until - world.now())));
    seen = await look(stage, Object.keys(wanted));
  }
  return seen;
}

/** One that is not shown is gone, and so closed. */
async function look({ world, variant, invitations }: Stage, names: readonly string[]): Promise<Seen | undefined> {
  const shown = await world.sp.invitations(variant.ns);
  if (shown === null) return undefined;
  const isOpen = (email: string) => shown.some((one) => one.open && one.email.toLowerCase() === email.toLowerCase());
  return Object.fromEntries(names.map((name) => [name, isOpen(invitations[name]?.email ?? "") ? "open" : "closed"]));
}
