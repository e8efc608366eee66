import type { KnownFailure } from "../scenario/model/index.ts";
import type { Check } from "../plan/check.ts";
import type { CheckVerdict, KnownAs } from "./verdict.ts";

interface JudgedCheck {
  readonly check: Check;
  readonly verdict: CheckVerdict;
}

/**
 * What a run shows of a known failure: it fails as it says (`holds`), a check of it no longer does (`mended`), one does
 * in another way (`otherwise`), or none came to a verdict that tells (`unseen`).
 */
export interface KnownState {
  readonly entry: KnownFailure;
  readonly state: "holds" | "mended" | "otherwise" | "unseen";
  /** Names of checks: those that fail as it says, those that fail no more, those that fail otherwise. */
  readonly checks: readonly string[];
  /** Where it is `otherwise`: what the first of these checks shows, and the entry does not say. */
  readonly news?: string;
}

/** Whether an entry speaks of a check. */
export function speaksOf({ id, protocol, profile, connection, policy }: KnownFailure, check: Check): boolean {
  if (check.id !== id || (protocol !== undefined && check.protocol !== protocol)) return false;
  if (profile !== undefined && check.profile !== profile) return false;
  if (connection !== undefined && check.connection !== connection) return false;
  const declared: { readonly [knob: string]: unknown } = check.declared;
  return Object.entries(policy).every(([knob, value]) => declared[knob] === value);
}

/** The verdict as its owners see it: where one of the entries covers it whole, it is known. */
export function asKnown(known: readonly KnownFailure[], check: Check, verdict: CheckVerdict): CheckVerdict {
  const entry = known.find((one) => speaksOf(one, check) && newsIn(one, verdict) === null);
  if (entry === undefined) return verdict;
  const { reason, link, expires, place } = entry;
  const as: KnownAs = {
    reason,
    expires,
    place: `${place.file}:${place.line}:${place.column}`,
    ...(link === undefined ? {} : { link }),
  };
  return { ...verdict, known: as };
}

/** What became of each entry, by all that was judged. */
export function statesOf(known: readonly KnownFailure[], judged: readonly JudgedCheck[]): readonly KnownState[] {
  return known.map((entry) => {
    const those = judged.filter(({ check }) => speaksOf(entry, check));
    const red = those.filter(({ verdict }) => verdict.verdict === "failed" || verdict.verdict === "unobservable");
    const unlike = red.filter(({ verdict }) => verdict.verdict === "failed" && verdict.known === undefined);
    const mended = those.filter(({ verdict }) => FINE.includes(verdict.verdict));
    const [first] = unlike;
    if (first !== undefined)
      return { entry, state: "otherwise", checks: names(unlike), news: newsIn(entry, first.verdict) ?? "" };
    if (mended.length > 0) return { entry, state: "mended", checks: names(mended) };
    const held = red.filter(({ verdict }) => verdict.known !== undefined);
    return { entry, state: held.length > 0 ? "holds" : "unseen", checks: names(held) };
  });
}

const FINE: readonly string[] = ["passed", "warned", "observed"];

/** What does not hold in a check, as an entry names it: `step 4: accounts`, `step 4 (upper): accounts`. */
export function failuresOf({ verdict, steps }: CheckVerdict): readonly string[] {
  const all = steps.flatMap(({ index, variant, judgements }) =>
    judgements
      .filter((one) => one.verdict === verdict)
      .map(({ kind }) => `step ${index + 1}${variant === null ? "" : ` (${variant})`}: ${kind}`),
  );
  return [...new Set(all)];
}

/** What an entry does not cover of a verdict, in words; null: it covers all of it. */
function newsIn({ verdict: covered, fails, harm }: KnownFailure, verdict: CheckVerdict): string | null {
  if (verdict.verdict !== covered) return `it is ${verdict.verdict}`;
  if (verdict.harm !== undefined && verdict.harm !== harm) return `it does harm: ${verdict.harm}`;
  const more = fails === undefined ? [] : failuresOf(verdict).filter((one) => !fails.includes(one));
  return more.length === 0 ? null : more.join(", ");
}

function names(those: readonly JudgedCheck[]): readonly string[] {
  return those.map(({ check }) => check.name);
}
