import { isDeepStrictEqual } from "node:util";
import { JitterbugError } from "../errors.ts";
import { failuresOf, speaksOf } from "../judge/index.ts";
import type { Check, Plan } from "../plan/check.ts";
import type { NewFailure } from "../scenario/index.ts";
import type { KnownFailure } from "../scenario/model/index.ts";
import type { RunResult } from "./options.ts";

/** Throws ERR_YAML for every known failure that no check of the plan could show. */
export function refuseStale(known: readonly KnownFailure[], { checks }: Plan): void {
  const faults = known
    .filter((entry) => isStale(entry, checks))
    .map((entry) => {
      const why = checks.find((check) => speaksOf(entry, check))?.settled?.reason;
      const message =
        why === undefined ? "no check of this target is the one that is meant" : `it is not asked: ${why}`;
      return { place: entry.place, source: "", message, hint: "Take the entry out, or mend what it names." };
    });
  if (faults.length === 0) return;
  throw new JitterbugError("ERR_YAML", "the baseline is stale", {
    faults,
    hint: "Nothing was run. --update-baseline takes out what is stale; --no-baseline runs without it.",
  });
}

function isStale(entry: KnownFailure, checks: readonly Check[]): boolean {
  return !checks.some((check) => speaksOf(entry, check) && check.settled?.verdict !== "not_applicable");
}

/** What a run changes in a baseline. */
export interface Change {
  /** Numbers of the entries that no longer hold. */
  readonly gone: readonly number[];
  /** What fails and no other entry covers, yet without a reason. */
  readonly news: readonly NewFailure[];
  /** How much made the run red that no entry could cover: what only the whole of a run shows has no scenario. */
  readonly beyond: number;
}

/** `whole`: what no check of the run could show is stale. */
export function changeOf(
  known: readonly KnownFailure[],
  { checks, known: states }: RunResult,
  { whole, today, expires }: { readonly whole: boolean; readonly today: string; readonly expires: string },
): Change {
  const all = checks.map(({ check }) => check);
  const gone = known.flatMap((entry, index) => {
    const state = states[index]?.state;
    const isOver = state === "mended" || state === "otherwise" || entry.expires < today;
    return isOver || (whole && isStale(entry, all)) ? [index] : [];
  });
  const left = known.filter((_, index) => !gone.includes(index));
  const red = checks.filter((judged) => isNews(judged, left));
  const own = red.filter(({ check }) => check.pack !== "policy");
  const seen = checks.filter(({ verdict: { verdict } }) => verdict !== "not_applicable");
  return { gone, news: entriesFor(own, seen, expires), beyond: red.length - own.length };
}

type Judged = RunResult["checks"][number];

function isNews({ verdict: { verdict, known: as } }: Judged, left: readonly KnownFailure[]): boolean {
  if (verdict !== "failed" && verdict !== "unobservable") return false;
  return as === undefined || !left.some(({ place: { line, column } }) => as.place.endsWith(`:${line}:${column}`));
}

/** One entry where all checks of a scenario on a protocol are red, else one for each. */
function entriesFor(red: readonly Judged[], seen: readonly Judged[], expires: string): readonly NewFailure[] {
  const alike = ({ check, verdict: { verdict } }: Judged): string =>
    JSON.stringify([check.id, check.protocol, check.profile, verdict]);
  return [...Map.groupBy(red, alike).values()].flatMap((those) => {
    const others = seen.filter((one) => isOfSame(one, those) && !those.includes(one));
    const harms = new Set(those.flatMap(({ verdict }) => verdict.harm ?? []));
    return others.length === 0 && harms.size < 2
      ? entryFor(those, expires)
      : those.map((one) => exactly(one, seen, expires));
  });
}

function isOfSame({ check }: Judged, [first]: readonly Judged[]): boolean {
  return (
    check.id === first?.check.id && check.protocol === first.check.protocol && check.profile === first.check.profile
  );
}

/** Of one check alone: by what its connection declares, and by its name where another one declares the same. */
function exactly(judged: Judged, seen: readonly Judged[], expires: string): NewFailure {
  const policy = declaredBy(judged.check);
  const twins = seen.filter((one) => isOfSame(one, [judged]) && isDeepStrictEqual(declaredBy(one.check), policy));
  const [entry] = entryFor([judged], expires);
  if (entry === undefined) throw new Error("an entry was made of one check");
  return { ...entry, policy, ...(twins.length > 1 ? { connection: judged.check.connection } : {}) };
}

function declaredBy({ policy }: Check): { readonly [knob: string]: string } {
  return Object.fromEntries(
    Object.entries(policy).flatMap(([knob, value]) => (typeof value === "string" ? [[knob, value] as const] : [])),
  );
}

function entryFor(those: readonly Judged[], expires: string): readonly NewFailure[] {
  const [first] = those;
  if (first === undefined) return [];
  const { check, verdict } = first;
  const harm = those.find((one) => one.verdict.harm !== undefined)?.verdict.harm;
  const fails = [...new Set(those.flatMap((one) => failuresOf(one.verdict)))];
  return [
    {
      id: check.id,
      ...(check.scenario.protocols.length > 1 ? { protocol: check.protocol } : {}),
      ...(check.profile === null ? {} : { profile: check.profile }),
      policy: {},
      verdict: verdict.verdict === "unobservable" ? "unobservable" : "failed",
      ...(fails.length === 0 ? {} : { fails }),
      ...(harm === undefined ? {} : { harm }),
      reason: "",
      expires,
    },
  ];
}
