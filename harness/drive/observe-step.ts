import { defined } from "../defined.ts";
import type { StepObservation } from "../observe/observation.ts";
import { sentIn } from "../observe/sent.ts";
import { showing } from "../observe/session-fields.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Step } from "../scenario/model/index.ts";
import { blindness } from "./blind.ts";
import { againAndAgain } from "./damaged.ts";
import { seenEvents, watchEvents } from "./events.ts";
import { failureOf, isDestroyed, noteLimit } from "./failing.ts";
import { seenInvitations } from "./invitations.ts";
import { withJoined } from "./joined.ts";
import type { Stage, StepResult } from "./stage.ts";
import { driveStep } from "./steps/index.ts";
import { askOwnCode } from "./told.ts";

/** Does a step, and looks at the accounts after it where it may have changed some. */
export async function observeStep(stage: Stage, step: Step, index: number, before: Snapshot): Promise<StepObservation> {
  const { world, variant } = stage;
  const started = world.now();
  stage.step = step;
  stage.acted = 0;
  const watched = await watchEvents(stage, step);
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
  const events =
    watched === null || unseen !== undefined ? undefined : await seenEvents(stage, watched, [before, after], exchanges);
  const invitations = unseen === undefined ? await seenInvitations(stage, step) : undefined;
  const told =
    unseen !== undefined
      ? undefined
      : await askOwnCode(stage, step, {
          before: before.accounts,
          after: after.accounts,
          session: result.session ?? null,
        });
  if (exchanges.some(({ by, failure }) => by !== "sp" && failure?.kind === "timeout")) stage.cutOff.add("answer");
  return {
    index,
    started_at: started,
    duration_ms: world.now() - started,
    sign_ins: result.signIns,
    ...defined({ together: result.together }),
    before,
    after,
    ...defined({
      unseen,
      destroyed,
      session: result.session,
      page: result.page,
      start: result.start,
      door: result.door,
      logout: result.logout,
      refresh: result.refresh,
      push: result.push,
      mail: result.mail,
      events,
      invitations,
      told,
      sent: sentIn(exchanges),
    }),
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
