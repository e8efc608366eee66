import { defined } from "../defined.ts";
import { JitterbugError, messageOf } from "../errors.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Protocol, Scenario, Target } from "../scenario/model/index.ts";
import { inParallel } from "./lanes.ts";
import type { ListedDefect } from "./list-defects.ts";
import { shardOf, type PlanSelection } from "../plan/select.ts";
import type { RunOptions, RunResult, Sparing } from "./options.ts";
import { runSuite } from "./run-suite.ts";

/** The proof that the checks can fail, and that they do not fail without a reason. */
export interface SelftestOptions {
  /** A target that can be broken on purpose (`defects` in its file). */
  readonly reference: Target;
  /** The same SP with other connections: where a check is tried that did not kill at the first. */
  readonly further: readonly Target[];
  /** Those that it can be broken with. One that waits for a check is run where it is asked for alone. */
  readonly defects: readonly ListedDefect[];
  /** Lawful SPs with other policies, or other code: nothing may be red on them. They run even where `only` names defects. */
  readonly lawful: readonly Target[];
  readonly scenarios: readonly Scenario[];
  readonly environment: { readonly [name: string]: string | undefined };
  /** Every scenario on every defect; else those that claim it in `killed_by` (all, where none does). */
  readonly full: boolean;
  /** Only these defects; empty: all. */
  readonly only: readonly string[];
  /** Only this part of the defects and of the lawful SPs, by their names; left out: all. No check is called unproven then. */
  readonly shard?: NonNullable<PlanSelection["shard"]>;
  /** Defects at once; each has its own SP and IdPs. */
  readonly jobs: number;
  readonly stateDir: string | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: SelftestProgress) => void;
}

interface SelftestProgress {
  /** `lawful strict` or `defect key-by-email`. */
  readonly text: string;
  readonly done: number;
  readonly of: number;
  /** Ids of the checks that were red. */
  readonly red: readonly string[];
  readonly duration_ms: number;
}

export interface SelftestResult {
  readonly defects: readonly { readonly id: string; readonly killed_by: readonly string[]; readonly error?: string }[];
  /** Checks that no defect kills. */
  readonly unproven: readonly string[];
  /** Those that are killed by one of their protocols alone, of whose defects all were run: by the other they may be blind. */
  readonly unproven_by: readonly { readonly id: string; readonly protocol: Protocol }[];
  /** Defects that no check kills. */
  readonly survivors: readonly string[];
  /** Red on an SP that does nothing wrong. */
  readonly false_red: readonly {
    readonly target: string;
    readonly id: string;
    readonly name: string;
    readonly verdict: Verdict;
    readonly reason: string;
  }[];
  /** Every check id, in order: the columns of the matrix. */
  readonly checks: readonly string[];
  /** Checks that claim a defect in `killed_by` and do not kill it. */
  readonly unkept: readonly { readonly id: string; readonly defect: string }[];
  /** Defects that no check is about yet; one that is `there` waits in vain. */
  readonly waiting: readonly { readonly id: string; readonly waits_for: string; readonly there: boolean }[];
  readonly lawful: readonly {
    readonly target: string;
    readonly checks: number;
    /** How many checks have which verdict; a verdict that none has is left out. */
    readonly verdicts: VerdictCounts;
  }[];
  readonly duration_ms: number;
  readonly partial: boolean;
}

type VerdictCounts = { readonly [verdict in Verdict]?: number };

const EVERYTHING: PlanSelection = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
const RED: readonly Verdict[] = ["failed", "misconfigured", "error"];

/** Runs every scenario on every lawful SP, then on the reference SP with each of its defects. */
export async function selftest(options: SelftestOptions): Promise<SelftestResult> {
  const { reference, scenarios } = options;
  const declared = reference.defects;
  if (declared === undefined) {
    throw new JitterbugError("ERR_USAGE", `${reference.file} declares no defects`, {
      hint: "selftest needs a target with `defects`",
    });
  }
  const started = Date.now();
  const { shard } = options;
  const isOfPart = (name: string) => shard === undefined || shardOf(name, shard.of) === shard.index;
  const ids = options.defects
    .filter(({ id, waits_for }) => (options.only.length === 0 ? waits_for === undefined : options.only.includes(id)))
    .map(({ id }) => id)
    .filter(isOfPart);
  const sound = options.only.length === 0 ? [reference, ...options.lawful] : options.lawful;
  const lawful = sound.filter(({ name }) => isOfPart(name));
  const of = ids.length + lawful.length;
  const falseRed: SelftestResult["false_red"][number][] = [];
  const healthy: SelftestResult["lawful"][number][] = [];
  const killers = new Map<string, readonly Kill[]>();
  const errors = new Map<string, string>();
  let done = 0;
  const stopped = () => options.signal?.aborted === true;
  const timed = async (text: string, work: () => Promise<readonly string[]>) => {
    const began = Date.now();
    const red = await work();
    options.onProgress?.({ text, done: ++done, of, red, duration_ms: Date.now() - began });
  };

  await inParallel(lawful, options.jobs, stopped, (target) =>
    timed(`lawful ${target.name}`, async () => {
      const { verdicts, red } = await judgeLawful(options, target);
      healthy.push({ target: target.name, checks: sum(verdicts), verdicts });
      falseRed.push(...red.map((one) => ({ target: target.name, ...one })));
      return [...new Set(red.map(({ id }) => id))];
    }),
  );
  await inParallel(ids, options.jobs, stopped, (id) =>
    timed(`defect ${id}`, async () => {
      const kills = await killersOf(options, id, declared.env, errors);
      killers.set(id, kills);
      return idsOf(kills);
    }),
  );

  const checks = scenarios.map(({ id }) => id);
  const kills = [...killers.values()].flat();
  const killed = new Set(idsOf(kills));
  const killedBy = (id: string) => idsOf(killers.get(id) ?? []);
  const isWhole = options.only.length === 0 && shard === undefined;
  return {
    defects: ids.map((id) => ({
      id,
      killed_by: killedBy(id),
      ...(errors.has(id) ? { error: errors.get(id) ?? "" } : {}),
    })),
    unproven: isWhole ? checks.filter((id) => !killed.has(id)) : [],
    unproven_by: scenarios
      .filter(({ id, killed_by }) => killed.has(id) && killed_by.every((defect) => ids.includes(defect)))
      .flatMap((scenario) => unprovenBy(scenario, kills)),
    survivors: ids.filter((id) => killedBy(id).length === 0),
    false_red: falseRed,
    checks,
    unkept: scenarios.flatMap(({ id, killed_by }) =>
      killed_by
        .filter((defect) => ids.includes(defect) && !killedBy(defect).includes(id))
        .map((defect) => ({ id, defect })),
    ),
    waiting: options.defects.flatMap(({ id, waits_for }) =>
      waits_for === undefined ? [] : [{ id, waits_for, there: checks.includes(waits_for) }],
    ),
    lawful: healthy,
    duration_ms: Date.now() - started,
    partial: stopped(),
  };
}

/** A check that was red, and the protocol by which it was. */
interface Kill {
  readonly id: string;
  readonly protocol: Protocol;
}

function idsOf(kills: readonly Kill[]): readonly string[] {
  return [...new Set(kills.map(({ id }) => id))];
}

function unprovenBy({ id, protocols }: Scenario, kills: readonly Kill[]): readonly Kill[] {
  return protocols
    .filter((protocol) => !kills.some((kill) => kill.id === id && kill.protocol === protocol))
    .map((protocol) => ({ id, protocol }));
}

type Red = Omit<SelftestResult["false_red"][number], "target">;

/** What is red on an SP that does nothing wrong; that it cannot be run or judged at all is red, too. */
async function judgeLawful(
  options: SelftestOptions,
  target: Target,
): Promise<{ readonly verdicts: VerdictCounts; readonly red: readonly Red[] }> {
  const unfit = (id: string, name: string, reason: string): Red => ({ id, name, verdict: "misconfigured", reason });
  let result: RunResult;
  try {
    // Whatever is declared, nothing may be red.
    result = await run(options, target, options.scenarios, { tuples: "all" });
  } catch (error) {
    return { verdicts: {}, red: [unfit("run", "the SP", messageOf(error))] };
  }
  const { checks, findings, broken_off } = result;
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of checks) verdicts[verdict.verdict] = (verdicts[verdict.verdict] ?? 0) + 1;
  const isJudged = result.nothing === null;
  const red = [
    ...checks
      .filter(({ verdict }) => RED.includes(verdict.verdict))
      .map(({ check, verdict: { verdict, reason } }) => ({ id: check.id, name: check.name, verdict, reason })),
    ...findings.filter(({ ok }) => !ok).map(({ topic, message }) => unfit("doctor", topic, message)),
    ...(broken_off === null ? [] : [unfit("run", "the SP", broken_off.message)]),
  ];
  return { verdicts, red: isJudged || red.length > 0 ? red : [unfit("run", "the SP", "no check could judge it")] };
}

function sum(counts: VerdictCounts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

async function killersOf(
  options: SelftestOptions,
  id: string,
  variable: string,
  errors: Map<string, string>,
): Promise<readonly Kill[]> {
  try {
    const claiming = options.scenarios.filter(({ killed_by }) => killed_by.includes(id));
    const scenarios = options.full || claiming.length === 0 ? options.scenarios : claiming;
    const kills = async (target: Target, some: readonly Scenario[], sparing?: Sparing) => {
      const env = { [variable]: id };
      const { checks, broken_off } = await run(options, target, some, { env, ...defined({ sparing }) });
      if (broken_off !== null) errors.set(id, broken_off.message);
      return checks.filter(isKill).map(({ check: { id: check, protocol } }) => ({ id: check, protocol }));
    };
    const once = onceEach();
    const killed = [...(await kills(options.reference, scenarios, once))];
    const isKilled = (kill: Kill) => killed.some((one) => keyOf(one) === keyOf(kill));
    // What was spared for a kill that did not last has its say after all.
    const mayKill = ({ id: check, protocols }: Scenario) =>
      !idsOf(killed).includes(check) ||
      protocols.some((protocol) => once.wasRed({ id: check, protocol }) && !isKilled({ id: check, protocol }));
    for (const target of [options.reference, ...options.further]) {
      const rest = claiming.filter(mayKill);
      if (rest.length > 0) killed.push(...(await kills(target, rest)));
    }
    return killed;
  } catch (error) {
    errors.set(id, messageOf(error));
    return [];
  }
}

/** One kill proves a check by its protocol: its other rows show nothing more. */
function onceEach(): Sparing & { readonly wasRed: (kill: Kill) => boolean } {
  const killers = new Set<string>();
  const wasRed = (kill: Kill): boolean => killers.has(keyOf(kill));
  return {
    saw: (judged) => void (isKill(judged) && killers.add(keyOf(judged.check))),
    isSpared: wasRed,
    wasRed,
  };
}

function keyOf({ id, protocol }: Kill): string {
  return `${id} ${protocol}`;
}

/** A missed SHOULD is a warning by design, and a missed MAY an observation: for them that is being caught. */
function isKill({ check: { severity }, verdict: { verdict } }: RunResult["checks"][number]): boolean {
  return (
    verdict === "failed" ||
    (severity === "SHOULD" && verdict === "warned") ||
    (severity === "MAY" && verdict === "observed")
  );
}

function run(
  options: SelftestOptions,
  target: Target,
  scenarios: readonly Scenario[],
  more: Pick<RunOptions, "env" | "tuples" | "sparing">,
): Promise<RunResult> {
  return runSuite({
    target,
    scenarios,
    select: EVERYTHING,
    environment: options.environment,
    jobs: 4,
    reporters: [],
    allowRemote: [],
    allowUnobservable: false,
    strictPolicy: false,
    stateDir: options.stateDir,
    ...more,
    ...defined({ signal: options.signal }),
  });
}
