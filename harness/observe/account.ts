import { isDeepStrictEqual } from "node:util";
import { withoutUnseen } from "./session-fields.ts";
import type { Account, Snapshot } from "./snapshot.ts";

/** Pure comparisons of accounts; target, drive and judge share them. */

/** Fields whose order says nothing: an SP may list roles as its database likes. */
const SETS = ["roles", "identities", "memberships"] as const;

/** Whether two accounts show the same, whoever saw it (`seen_by`) and in whatever order lists came. */
export function sameAccount(one: Account, other: Account): boolean {
  return isDeepStrictEqual(comparable(one, other), comparable(other, one));
}

/** The names of the fields in which two accounts differ, sorted; a field that only one of them shows differs. */
export function changedFields(before: Account, after: Account): string[] {
  const [old, now] = [comparable(before, after), comparable(after, before)];
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].filter((name) => !isDeepStrictEqual(old[name], now[name])).toSorted();
}

/** Whether the namespace stands in any mapped value, in any letter case, lists and objects within included. */
export function inNamespace(account: Account, ns: string): boolean {
  const { seen_by: _, ...fields } = account;
  return holds(fields, ns.toLowerCase());
}

export interface SnapshotChange {
  readonly created: readonly Account[];
  readonly deleted: readonly Account[];
  readonly changed: readonly {
    readonly before: Account;
    readonly after: Account;
    readonly fields: readonly string[];
  }[];
}

/**
 * What became of the accounts between two moments; accounts are the same where their ids are. Of several with one id
 * those that show the same are the same, the others in their order; one too many was created, or deleted.
 */
export function diffSnapshots(before: Snapshot, after: Snapshot): SnapshotChange {
  const [old, now] = [byId(before.accounts), byId(after.accounts)];
  const left = new Map([...old].map(([id, accounts]) => [id, withoutSame(accounts, now.get(id) ?? [])]));
  const come = new Map([...now].map(([id, accounts]) => [id, withoutSame(accounts, old.get(id) ?? [])]));
  return {
    created: [...come].flatMap(([id, accounts]) => accounts.slice(left.get(id)?.length ?? 0)),
    deleted: [...left].flatMap(([id, accounts]) => accounts.slice(come.get(id)?.length ?? 0)),
    changed: [...come].flatMap(([id, accounts]) =>
      (left.get(id) ?? []).flatMap((previous, at) => {
        const account = accounts[at];
        return account === undefined
          ? []
          : [{ before: previous, after: account, fields: changedFields(previous, account) }];
      }),
    ),
  };
}

/** How many accounts have an id, those outside the namespace too. */
export function countOf({ accounts, shared = [] }: Snapshot, id: string): number {
  return accounts.filter((account) => account.id === id).length + (shared.includes(id) ? 1 : 0);
}

function byId(accounts: readonly Account[]): Map<string, Account[]> {
  const found = new Map<string, Account[]>();
  for (const account of accounts) found.set(account.id, [...(found.get(account.id) ?? []), account]);
  return found;
}

/** Those that are not among the others, each of which stands for one. */
function withoutSame(accounts: readonly Account[], others: readonly Account[]): Account[] {
  const rest = [...others];
  return accounts.filter((account) => {
    const at = rest.findIndex((other) => sameAccount(account, other));
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}

/** Whether two snapshots show the same accounts, whenever they were taken. */
export function sameSnapshot(one: Snapshot, other: Snapshot): boolean {
  const change = diffSnapshots(one, other);
  return change.created.length + change.deleted.length + change.changed.length === 0;
}

/**
 * What a session alone shows of an account, and not of the other, says nothing: nobody was signed in to it then. When
 * somebody signed in last is another moment each time, and no change of the account.
 */
function comparable(account: Account, other: Account): Record<string, unknown> {
  const { seen_by: _, last_sign_in: __, ...fields } = withoutUnseen(account, other);
  const sorted: Record<string, unknown> = { ...fields };
  for (const name of SETS) {
    const list = fields[name];
    if (list !== undefined) sorted[name] = list.map(canonical).toSorted();
  }
  return sorted;
}

/** One text per value, whatever the order of an object's members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function holds(value: unknown, ns: string): boolean {
  if (typeof value === "string") return value.toLowerCase().includes(ns);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((inner) => holds(inner, ns));
}
