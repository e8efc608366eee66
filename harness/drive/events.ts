import { setTimeout as pause } from "node:timers/promises";
import { entryToKeep, secretsIn, type SeenEvent } from "../observe/event.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { EventKind, Step } from "../scenario/model/index.ts";
import { eventsOf, seededBy } from "../scenario/vocabulary/index.ts";
import type { LoggedEvent } from "../sp/port.ts";
import type { Stage } from "./stage.ts";

const FIRST_POLL_MS = 20;
const LONGEST_POLL_MS = 200;

/** What a step asks of the SP's audit log, and which entries there were before it; null: nothing. */
export interface Watched {
  readonly kinds: readonly EventKind[];
  readonly known: ReadonlySet<string>;
}

/** Reads the log ahead of a step that says something of it. Throws ERR_OBSERVE. */
export async function watchEvents({ world, variant }: Stage, { expect }: Step): Promise<Watched | null> {
  const kinds = expect === undefined ? null : eventsOf(expect);
  if (kinds === null) return null;
  return { kinds, known: new Set((await world.sp.events(variant.ns)).map(({ id }) => id)) };
}

/**
 * What the log tells of the check's people and accounts after the step. A log that is written in a queue is waited for,
 * as accounts are. `exchanges`: those of the check so far, for the secrets in them. Throws ERR_OBSERVE.
 */
export async function seenEvents(
  stage: Stage,
  { kinds, known }: Watched,
  looks: readonly Snapshot[],
  exchanges: readonly Exchange[],
): Promise<readonly SeenEvent[]> {
  const { world, variant } = stage;
  const { lag } = world.sp;
  const own = ownOf(stage, looks);
  const read = async () => (await world.sp.events(variant.ns)).filter((event) => own(event));
  const isTold = (events: readonly LoggedEvent[]) =>
    kinds.every((kind) => events.some((event) => event.kinds.includes(kind)));
  let events = await read();
  const until = world.now() + lag.patienceMs;
  for (let wait = FIRST_POLL_MS; !isTold(events) && world.now() < until; wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
    await pause(Math.max(1, Math.min(wait, until - world.now())));
    events = await read();
  }
  const passwords = [...variant.accounts, ...variant.steps.flatMap(seededBy)].flatMap(({ password }) => password ?? []);
  return events.map((event) => {
    const secrets = secretsIn(event.entry, exchanges, passwords);
    return {
      ...event,
      entry: entryToKeep(event.entry),
      fresh: !known.has(event.id),
      ...(isForeign(stage, event.connection) ? { foreign: true as const } : {}),
      ...(secrets.length === 0 ? {} : { secrets }),
    };
  });
}

/** Whether it is the name of another connection of the target than those that the check uses. */
function isForeign({ world, check }: Stage, connection: string | null | undefined): boolean {
  const isNamed = ({ name }: { readonly name: string }) => name === connection;
  return world.target.connections.some(isNamed) && !check.connections.some(isNamed);
}

/** An entry is the check's where its account is, or where the namespace stands in it, or a vendor's name for a person. */
function ownOf({ variant, names }: Stage, looks: readonly Snapshot[]): (event: LoggedEvent) => boolean {
  const accounts = looks.flatMap((look) => look.accounts);
  const keys = accounts.flatMap(({ id, email, username }) => [id, email ?? "", username ?? ""]);
  const subjects = Object.values(variant.people).flatMap(({ claims: { subject } }) =>
    typeof subject === "string" && subject.length >= LONG_ENOUGH ? [subject.toLowerCase()] : [],
  );
  const own = new Set([...keys, ...Object.values(names).flatMap((id) => id ?? [])].filter((key) => key !== ""));
  return ({ account, entry }) =>
    (account !== undefined && account !== null && own.has(account)) ||
    [variant.ns.toLowerCase(), ...subjects].some((key) => entry.toLowerCase().includes(key));
}

/** What is shorter may stand in any entry. */
const LONG_ENOUGH = 6;
