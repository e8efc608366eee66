import { setTimeout as pause } from "node:timers/promises";
import type { Browser } from "../agent/port.ts";
import type { SessionState } from "../observe/snapshot.ts";
import type { Step } from "../scenario/model/index.ts";
import { endingsIn } from "../scenario/vocabulary/index.ts";
import { errorsOf } from "./ending.ts";
import type { Stage } from "./stage.ts";
import type { Arrival } from "./walk.ts";

const FIRST_POLL_MS = 20;
const LONGEST_POLL_MS = 200;

/**
 * Who the browser is signed in as, once that can be told: an SP that provisions in a queue may show nobody until the
 * account is there. It is waited for where this SP was late before, and where nothing but a session was expected; an
 * end that tells an error is one.
 */
export async function settledSession(
  stage: Stage,
  browser: Browser,
  { shown }: Arrival,
  started: number,
): Promise<SessionState> {
  const { world } = stage;
  const { sp, idps } = world;
  const { lag } = sp;
  stage.acted = world.now();
  let session = await sp.session(browser);
  if (isTold(session) || shown === null) return session;
  const refused =
    shown.failure !== undefined ||
    (shown.status ?? 500) >= 400 ||
    shown.url.startsWith(`${idps.origin}/`) ||
    errorsOf(shown.url) !== "";
  if (refused) return session;
  const expected = stage.step !== null && admitsOnlySession(stage.step);
  const until = stage.acted + (expected ? lag.patienceMs : lag.stillnessMs);
  for (let wait = FIRST_POLL_MS; world.now() < until; wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
    await pause(Math.max(1, Math.min(wait, until - world.now())));
    session = await sp.session(browser);
    if (session.state !== "signed_in") continue;
    lag.met(world.now() - (stage.answeredAt(started) ?? started));
    return session;
  }
  if (expected) lag.missed();
  return session;
}

/** Somebody is in, or the SP takes no more questions. */
function isTold(session: SessionState): boolean {
  return session.state === "signed_in" || (session.state === "unknown" && session.reason.includes("429"));
}

/** Whether whatever a step expects, in its tables too, is a sign-in that succeeds. */
function admitsOnlySession({ expect }: Step): boolean {
  const outcomes = expect === undefined ? [] : endingsIn(expect);
  return outcomes.length > 0 && outcomes.every(({ any }) => any.every((one) => one === "signed_in"));
}
