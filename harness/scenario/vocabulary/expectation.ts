/** What everybody asks of an expectation, whatever its kind; each answer stands in the row of its kind (`expectations/x.ts`). */
import { own } from "../../own.ts";
import { EXPECTATIONS, type Expectation, type ExpectationKind, type ExpectationOf } from "../expectations/index.ts";
import type { Ending, ExpectationRow, Sight } from "../expectations/row.ts";
import type { Basis, EventKind, Expect, InvitationState, OwnCode } from "../model/index.ts";

export type { Ending } from "../expectations/row.ts";

function rowOf<K extends ExpectationKind>(expectation: ExpectationOf<K>): ExpectationRow<ExpectationOf<K>> {
  return EXPECTATIONS[expectation.kind];
}

/** What must be visible for it to be judged. */
export function sightOf(expectation: Expectation): Sight {
  return rowOf(expectation).needs(expectation);
}

/** Each thing that must hold, as one sentence without its full stop. */
export function expectationInWords(expectation: Expectation): readonly string[] {
  return rowOf(expectation).words(expectation);
}

/** What it rests on where nothing else says so. */
export function restsOn(expectation: Expectation): Basis {
  return rowOf(expectation).restsOn ?? "harm";
}

/** Whether a declared key of identity that is none can excuse it. */
export function isExcusable(expectation: Expectation): boolean {
  return rowOf(expectation).excusable === true;
}

/** Whether a lost cookie explains what went wrong by an expectation of that kind; `kind`: any name of a judgement. */
export function turnsOnSession(kind: string): boolean {
  const rows: { readonly [kind: string]: { readonly turnsOnSession?: true } } = EXPECTATIONS;
  return own(rows, kind)?.turnsOnSession === true;
}

/** How many accounts it admits to come into being; undefined: it says nothing of that. */
export function createdBy(expectation: Expectation): readonly number[] | undefined {
  return rowOf(expectation).created?.(expectation);
}

/** Modules of the user's own that are asked after a step, those of its worlds too. */
export function ownCodeOf({ all, one_of }: Expect): readonly OwnCode[] {
  return [...all.flatMap((expectation) => rowOf(expectation).asks?.(expectation) ?? []), ...one_of.flatMap(ownCodeOf)];
}

/** What holds of somebody who has an account of this name before the step, where it says that one comes into being. */
export function ofKnown(expect: Expect, account: string): Expect {
  return {
    ...expect,
    all: expect.all.map((expectation) => rowOf(expectation).amongKnown?.(expectation, account) ?? expectation),
    one_of: expect.one_of.map((world) => ({ ...world, ...ofKnown(world, account) })),
  };
}

/** What holds of somebody new where nobody new is let in: rows that admit a refusal admit an account that waits, too. */
export function ofAwaiting(expect: Expect): Expect {
  const isRefusal = endingsOf(expect).some(({ any }) => any.includes("refused"));
  return {
    ...expect,
    all: isRefusal
      ? expect.all.map((expectation) => rowOf(expectation).awaiting?.(expectation) ?? expectation)
      : expect.all,
    one_of: expect.one_of.map((world) => ({ ...world, ...ofAwaiting(world) })),
  };
}

/** How a sign-in must have ended; undefined: it says nothing of that. */
export function endingOf(expectation: Expectation): Ending | undefined {
  return rowOf(expectation).ending?.(expectation);
}

/** Every ending that is asked for, whatever the rows of its table say. */
export function endingsOf({ all }: Pick<Expect, "all">): readonly Ending[] {
  return all.flatMap((expectation) => endingOf(expectation) ?? []);
}

/** Every ending that is asked for, in the tables too. */
export function endingsIn(expect: Expect): readonly Ending[] {
  return [...endingsOf(expect), ...expect.one_of.flatMap(endingsIn)];
}

/** Whether it is judged, in the tables too, what a page tells. */
export function readsPage({ all, one_of }: Expect): boolean {
  return all.some((expectation) => rowOf(expectation).readsPage === true) || one_of.some(readsPage);
}

/** Whether it is about addresses that a tampered message names, in the tables too. */
export function listensFor({ all, one_of }: Expect): boolean {
  return all.some((expectation) => rowOf(expectation).listens === true) || one_of.some(listensFor);
}

/** Whether it says, in its tables too, what a push must have come to. */
export function saysPush({ all, one_of }: Expect): boolean {
  return all.some((expectation) => rowOf(expectation).saysPush === true) || one_of.some(saysPush);
}

/** What the SP's invitations may come to be, in the tables too; null: nothing is asked of them. */
export function invitationsOf({
  all,
  one_of,
}: Expect): { readonly [invitation: string]: readonly InvitationState[] } | null {
  const found = [
    ...all.flatMap((expectation) => Object.entries(rowOf(expectation).invitations?.(expectation) ?? {})),
    ...one_of.flatMap((world) =>
      Object.entries(invitationsOf(world) ?? {}).flatMap(([name, states]) =>
        states.map((state) => [name, state] as const),
      ),
    ),
  ];
  if (found.length === 0) return null;
  const names = new Set(found.map(([name]) => name));
  return Object.fromEntries(
    [...names].map((name) => [name, found.flatMap(([other, state]) => (other === name ? [state] : []))]),
  );
}

/** What the SP's audit log must come to tell, in the tables too; null: nothing is asked of it. */
export function eventsOf({ all, one_of }: Expect): readonly EventKind[] | null {
  const own = all.flatMap((expectation) => {
    const asked = rowOf(expectation).events?.(expectation);
    return asked === undefined ? [] : [asked];
  });
  const found = [...own, ...one_of.flatMap((world) => eventsOf(world) ?? [])];
  const asked = own.length > 0 || one_of.some((world) => eventsOf(world) !== null);
  return asked ? found.flat() : null;
}
