import { diffSnapshots, type SnapshotChange } from "../observe/account.ts";
import type { StepObservation } from "../observe/observation.ts";
import type { AccountField } from "../scenario/model/index.ts";
import type { Account, SessionState } from "../observe/snapshot.ts";
import type { Past } from "./past.ts";

/** One step as the expectations see it: what was seen, and who the names were when the step began. */
export interface Scene {
  readonly seen: StepObservation;
  /** Seeded and remembered names -> account ids; null: nobody (a lawful refusal was remembered). */
  readonly names: { readonly [name: string]: string | null };
  readonly past: Past;
  /** Somebody comes with another value of the declared key than before, which is unsafe to be one. */
  readonly rekeyed?: boolean;
  /** Fields that the SP's accounts have not at all. */
  readonly lacking: readonly AccountField[];
  /** What stands around admits that the person was turned away at the SP's own door. */
  readonly door?: boolean;
}

/** What became of the namespace's accounts in this step. */
export function changesIn({ seen, past }: Scene): SnapshotChange {
  const changes = diffSnapshots(seen.before, seen.after);
  if (past.away.size === 0) return changes;
  return { ...changes, created: changes.created.filter(({ id }) => !past.away.has(id)) };
}

export function accountBefore({ seen }: Scene, id: string): Account | undefined {
  return seen.before.accounts.find((account) => account.id === id);
}

export function accountAfter({ seen }: Scene, id: string): Account | undefined {
  return seen.after.accounts.find((account) => account.id === id);
}

/** A session, and whose sign-in it came of; null: of none, it was only looked at. */
export interface Visit {
  readonly person: string | null;
  readonly session: SessionState;
}

/** One for each sign-in of the step, or the one of the browser that the step looked at. */
export function visitsOf({ seen }: Scene): readonly Visit[] {
  if (seen.sign_ins.length > 0) return seen.sign_ins.map(({ person, session }) => ({ person, session }));
  return seen.session === undefined ? [] : [{ person: null, session: seen.session }];
}

export function sessionsOf(scene: Scene): readonly SessionState[] {
  return visitsOf(scene).map(({ session }) => session);
}

/** The name that an account goes by, for a person to read; else its id. */
export function nameOf({ names }: Scene, id: string): string {
  const name = Object.keys(names).find((candidate) => names[candidate] === id);
  return name === undefined ? `account ${id}` : `${name} (account ${id})`;
}
