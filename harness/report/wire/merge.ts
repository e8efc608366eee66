import type { Finding, RunEvent } from "../events.ts";
import type { RunFinished, RunStarted } from "../collector.ts";
import { savedEvents, unfit, type SavedEvent } from "./open.ts";

type Part = NonNullable<RunStarted["part"]>;

/** A shard, read as far as its plan. */
interface Shard {
  readonly path: string;
  readonly started: RunStarted;
  readonly part: Part;
  readonly rest: AsyncGenerator<SavedEvent>;
}

/**
 * The events of all shards of one run as those of that run, one shard after another; what each of them tells of the SP is
 * told once. Throws ERR_SAVED_RUN where a shard is missing or doubled, or they are not of one run.
 */
export async function* mergedEvents(paths: readonly string[]): AsyncGenerator<SavedEvent> {
  const shards: Shard[] = [];
  try {
    for (const path of paths) shards.push(await opened(path));
    const [first] = shards;
    if (first === undefined) return;
    for (const shard of shards) requireSame(first, shard);
    requireAll(first, shards);
    yield { path: first.path, line: 1, event: startOf(first, shards) };
    const ends: RunFinished[] = [];
    const told = new Set<string>();
    for (const { path, rest } of shards) {
      for await (const saved of rest) {
        if (saved.event.type === "run_finished") ends.push(saved.event);
        else for (const event of untold(saved.event, told)) yield { ...saved, path, event };
      }
    }
    if (ends.length === shards.length) yield { path: first.path, line: 1, event: endOf(ends, shards) };
  } finally {
    for (const { rest } of shards) await rest.return(undefined);
  }
}

async function opened(path: string): Promise<Shard> {
  const rest = savedEvents(path);
  const first = await rest.next();
  const event = first.done === true ? undefined : first.value.event;
  if (event?.type !== "run_started") throw unfit(path, 1, "this is no saved run");
  const { part } = event;
  if (part !== undefined && isPart(part)) return { path, started: event, part, rest };
  await rest.return(undefined);
  throw unfit(path, 1, "this run is no shard", "`jitterbug run --shard 1/4 --save FILE` writes one");
}

/** What somebody changed by hand may be anything. */
function isPart({ index, of, names, not_offered }: Part): boolean {
  const counts = Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of;
  return (
    counts && Array.isArray(names) && names.every((name) => typeof name === "string") && Array.isArray(not_offered)
  );
}

/** In the order in which a person would look for the difference. */
const ALIKE: readonly (readonly [what: string, of: (shard: Shard) => unknown])[] = [
  ["target", ({ started }) => started.target],
  ["version of jitterbug", ({ started }) => started.kit],
  ["number of shards", ({ part }) => part.of],
  ["--strict-policy", ({ started }) => started.strict_policy],
  ["declared policy", ({ started: { plan } }) => ({ ...plan.declared, place: null })],
  ["known failures", ({ started }) => started.known_failures ?? []],
  ["plan", ({ part }) => [part.names, part.not_offered, part.whole]],
];

function requireSame(first: Shard, other: Shard): void {
  const differs = ALIKE.find(([, of]) => JSON.stringify(of(first)) !== JSON.stringify(of(other)));
  if (differs === undefined) return;
  const [what, of] = differs;
  const [one, two] = [of(first), of(other)].map((value) =>
    typeof value === "object" ? "" : ` ${JSON.stringify(value)}`,
  );
  const values = one === "" ? "" : `: it has${two}, and ${first.path} has${one}`;
  throw unfit(other.path, 1, `this is a shard of another run: the ${what} differs${values}`, SAME);
}

const SAME = "Shards of one run are made by the same command, but for --shard, of the same files and the same kit.";

function requireAll({ path, part }: Shard, shards: readonly Shard[]): void {
  const held = new Map<number, string>();
  for (const shard of shards) {
    const other = held.get(shard.part.index);
    if (other !== undefined)
      throw unfit(shard.path, 1, `shard ${shard.part.index}/${part.of} is there twice`, `The other is ${other}.`);
    held.set(shard.part.index, shard.path);
  }
  const missing = Array.from({ length: part.of }, (_, at) => at + 1).filter((index) => !held.has(index));
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${part.of}`).join(", ");
    throw unfit(path, 1, `of this run ${names} ${missing.length === 1 ? "is" : "are"} missing`, "Name all its shards.");
  }
  const planned = new Set(shards.flatMap(({ started }) => started.plan.checks.map(({ name }) => name)));
  const lost = part.names.find((name) => !planned.has(name));
  if (lost !== undefined) throw unfit(path, 1, `no shard has the check ${JSON.stringify(lost)} of their plan`);
}

/** The plan is that of the whole run, in its order. */
function startOf({ started, part }: Shard, shards: readonly Shard[]): RunStarted {
  const checks = new Map(shards.flatMap((shard) => shard.started.plan.checks.map((check) => [check.name, check])));
  const { part: _, ...rest } = started;
  return {
    ...rest,
    at: Math.min(...shards.map((shard) => shard.started.at)),
    seed: [...new Set(shards.map((shard) => shard.started.seed))].join(" "),
    plan: {
      declared: started.plan.declared,
      checks: part.names.flatMap((name) => checks.get(name) ?? []),
      not_offered: part.not_offered,
    },
    whole: part.whole,
    shard: false,
  };
}

/** From the first beginning to the last end: shards run at once. */
function endOf(ends: readonly RunFinished[], shards: readonly Shard[]): RunFinished {
  const at = Math.max(...ends.map((end) => end.at));
  return {
    type: "run_finished",
    at,
    duration_ms: Math.max(0, at - Math.min(...shards.map(({ started }) => started.at))),
    partial: ends.some(({ partial }) => partial),
    ...(ends.some((end) => end.broken_off === true) ? { broken_off: true } : {}),
  };
}

/** What has not been told by a shard before: each of them asks the same doctor. */
function untold(event: RunEvent, told: Set<string>): readonly RunEvent[] {
  if (event.type === "doctor") {
    const findings = event.findings.filter((finding: Finding) => isNews(JSON.stringify(finding), told));
    return findings.length === 0 ? [] : [{ ...event, findings }];
  }
  return event.type === "warning" && !isNews(event.text, told) ? [] : [event];
}

function isNews(text: string, told: Set<string>): boolean {
  const size = told.size;
  return told.add(text).size > size;
}
