import { judgeCheck } from "../judge/index.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Finding, Reporter, RunEvent } from "../report/events.ts";
import { createMultiplexer } from "../report/multiplexer.ts";
import { mergedEvents } from "../report/wire/merge.ts";
import { savedEvents, unfit } from "../report/wire/open.ts";
import type { RunResult } from "./options.ts";
import { Tally } from "./tally.ts";

export interface SavedRunOptions {
  /** A saved run; or all shards of one, which are judged as the run that they make up. */
  readonly path: string | readonly string[];
  readonly reporters: readonly Reporter[];
  /** Left out: as the run had it. */
  readonly strictPolicy?: boolean;
  readonly allowUnobservable: boolean;
  readonly allowNothing: boolean;
}

export interface SavedRunResult extends Omit<RunResult, "broken_off"> {
  /** Checks whose verdict was another when the run was saved. */
  readonly changed: readonly { readonly check: string; readonly was: Verdict; readonly is: Verdict }[];
}

/**
 * Judges a saved run again, by what this kit knows, from what was seen then: nothing is started and nobody is asked.
 * The events are those of a run. Throws ERR_SAVED_RUN.
 */
export async function judgeSaved(options: SavedRunOptions): Promise<SavedRunResult> {
  const { path: asked, reporters, strictPolicy, allowUnobservable, allowNothing } = options;
  const listeners = createMultiplexer(reporters);
  const emit = (event: RunEvent): Promise<void> => listeners.emit(event);
  const findings: Finding[] = [];
  const was = new Map<string, Verdict>();
  const is = new Map<string, Verdict>();
  let tally: Tally | null = null;
  let seed = "";
  let strict = strictPolicy ?? false;
  let ended: Extract<RunEvent, { type: "run_finished" }> | null = null;
  let began = 0;
  let last = 0;

  const events = typeof asked === "string" ? savedEvents(asked) : mergedEvents(asked);
  for await (const { path, event, line } of events) {
    last = event.at;
    switch (event.type) {
      case "run_started": {
        seed = event.seed;
        began = event.at;
        strict = strictPolicy ?? event.strict_policy;
        tally = new Tally({
          plan: event.plan,
          strictPolicy: strict,
          whole: event.whole,
          allowUnobservable,
          allowNothing: allowNothing || event.shard,
          known: event.known_failures ?? [],
          emit: (told) => {
            if (told.type === "check_finished") is.set(told.check.name, told.verdict.verdict);
            return emit(told);
          },
        });
        await emit({ ...event, strict_policy: strict });
        break;
      }
      case "check_finished": {
        const { check, observation, verdict, duration_ms } = event;
        was.set(check.name, verdict.verdict);
        // What the plan, or the whole of the run, settles is told once more at its end.
        if (check.settled !== undefined) break;
        await tally?.tell({
          check,
          observation,
          duration_ms,
          verdict: again(() => judgeCheck(check, observation, { strictPolicy: strict }), path, line),
        });
        break;
      }
      case "run_finished":
        ended = event;
        break;
      case "policy":
        break;
      case "doctor":
        findings.push(...event.findings);
        await emit(event);
        break;
      default:
        await emit(event);
    }
  }
  if (tally === null) throw new Error("a saved run without a plan was taken for whole");
  if (ended === null)
    await emit({
      type: "warning",
      at: last,
      text: `${typeof asked === "string" ? asked : "a shard"} was cut off: the run that wrote it did not come to its end`,
    });
  await tally.settle();
  const duration_ms = ended?.duration_ms ?? last - began;
  const told = await tally.finish({
    sick: findings.some(({ ok }) => !ok),
    brokenOff: ended?.broken_off === true,
    partial: ended?.partial ?? true,
    duration_ms,
  });
  const changed = [...is].flatMap(([check, now]) => {
    const before = was.get(check);
    return before === undefined || before === now ? [] : [{ check, was: before, is: now }];
  });
  return { seed, duration_ms, findings, changed, ...told };
}

/** What a line that somebody changed by hand holds may be anything. */
function again<T>(judge: () => T, path: string, line: number): T {
  try {
    return judge();
  } catch (error) {
    throw unfit(
      path,
      line,
      "this cannot be judged: it does not hold what a run writes there",
      "where nobody changed the file, JITTERBUG_DEBUG=1 shows what the kit could not do with it",
      error,
    );
  }
}
