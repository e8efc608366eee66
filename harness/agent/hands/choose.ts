import { keyOf, type Pressable, type Sends } from "./facts.ts";
import { collapsed, loose, standsIn } from "./words.ts";

/** What can be pressed on a page, with what a CSS selector of the same text matches. */
export interface Board {
  readonly pressables: readonly Pressable[];
  readonly selected: readonly number[];
  /** Null where it cannot be told what is asked for. */
  readonly sends: (index: number) => Sends | null;
}

/** Which pressable is meant, or why that cannot be told; `among`: the candidates. */
export type Choice =
  | { readonly index: number }
  | { readonly missed: "nothing" | "several" | "disabled"; readonly among: readonly number[] };

interface Candidate {
  readonly index: number;
  readonly one: Pressable;
}
type Matches = (one: Pressable, wanted: string) => boolean;

/** From what is written on it to what only its source shows; the first by which something is found decides. */
const EXACT: readonly Matches[] = [
  (one, wanted) => one.text === wanted || collapsed(one.label) === wanted,
  (one, wanted) => collapsed(one.value) === wanted,
  (one, wanted) => one.name === wanted,
  (one, wanted) => one.id === wanted,
  (one, wanted) => collapsed(one.title) === wanted,
  (one, wanted) =>
    loose(wanted) !== "" && [one.text, one.label, one.title].some((name) => loose(name) === loose(wanted)),
];
const PARTIAL: Matches = (one, wanted) => standsIn(wanted, one.text) || standsIn(wanted, one.label);

/**
 * Who has filled in a form means its own button; a whole name comes before a part of one, what is seen before what is
 * hidden, and two that ask the server for the same are one. Any other two are a question, never a guess.
 */
export function choosePressable(board: Board, what: string, linksOnly = false): Choice {
  const wanted = collapsed(what);
  const able = board.pressables
    .map((one, index): Candidate => ({ one, index }))
    .filter(({ one }) => one.link || !linksOnly);
  const seen = able.filter(({ one }) => one.visible);
  const unseen = able.filter(({ one }) => !one.visible);

  const own = byName(seen.filter(isOfFilled), wanted);
  if (own.length > 0) return decide(own, board);
  const exact = byName(seen, wanted);
  const part = seen.filter((each) => !exact.includes(each) && !each.one.disabled && PARTIAL(each.one, wanted));
  if (exact.length > 0) return decide([...exact, ...part.filter(isOfFilled)], board);
  const selected = able.filter(({ index }) => board.selected.includes(index));
  for (const candidates of [selected, part]) {
    const filled = candidates.filter(isOfFilled);
    if (filled.length > 0) return decide(filled, board);
    if (candidates === selected && selected.length > 0) return decide(selected, board);
  }
  return decide([...part, ...byName(unseen, wanted)], board);
}

function isOfFilled({ one }: Candidate): boolean {
  return one.filled && one.does === "submit" && !one.disabled;
}

function byName(candidates: readonly Candidate[], wanted: string): readonly Candidate[] {
  for (const matches of EXACT) {
    const found = candidates.filter(({ one }) => matches(one, wanted));
    if (found.length > 0) return found;
  }
  return [];
}

function decide(candidates: readonly Candidate[], board: Board): Choice {
  const able = candidates.filter(({ one }) => !one.disabled);
  if (able.length === 0) {
    const among = candidates.map(({ index }) => index);
    return { missed: among.length === 0 ? "nothing" : "disabled", among };
  }
  const innermost = able.filter((each) => !able.some((other) => isPressedBy(each, other)));
  const keys = innermost.map(({ index }) => (innermost.length === 1 ? null : keyOf(board.sends(index))));
  const distinct = innermost.filter((_, at) => keys[at] === null || keys.indexOf(keys[at] ?? null) === at);
  const [first, ...others] = distinct.map(({ index }) => index);
  if (first === undefined) return { missed: "nothing", among: [] };
  return others.length === 0 ? { index: first } : { missed: "several", among: [first, ...others] };
}

/** Of a link around a button both are pressed by one press: the inner one decides, unless it does nothing itself. */
function isPressedBy(each: Candidate, other: Candidate): boolean {
  const isIdle = ({ one }: Candidate): boolean => one.does === "script";
  if (each.one.holds.includes(other.index)) return !isIdle(other) || isIdle(each);
  return other.one.holds.includes(each.index) && isIdle(each) && !isIdle(other);
}

/** The forms that a press of this name would send. */
export function formsPressed(pressables: readonly Pressable[], what: string): ReadonlySet<number> {
  const wanted = collapsed(what);
  const submitters = pressables
    .map((one, index): Candidate => ({ one, index }))
    .filter(({ one }) => one.visible && !one.disabled && one.does === "submit");
  const exact = byName(submitters, wanted);
  const meant = exact.length > 0 ? exact : submitters.filter(({ one }) => PARTIAL(one, wanted));
  return new Set(meant.flatMap(({ one }) => one.form ?? []));
}
