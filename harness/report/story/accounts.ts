import { diffSnapshots } from "../../observe/account.ts";
import type { StepObservation } from "../../observe/observation.ts";
import { valueFor } from "../../observe/secrets.ts";
import type { Account } from "../../observe/snapshot.ts";
import { shorten } from "../text.ts";

/** More than these are not evidence any more. */
const MOST = 6;
const LONGEST = 300;

type Fields = { readonly [field: string]: unknown };

/** The accounts of the namespace before the step against after it. */
export interface AccountsStory {
  readonly before: number;
  readonly after: number;
  /** How many there are of each. */
  readonly counts: { readonly created: number; readonly deleted: number; readonly changed: number };
  /** The first few of each. */
  readonly created: readonly AccountStory[];
  readonly deleted: readonly AccountStory[];
  readonly changed: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly fields: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
  }[];
}

export interface AccountStory {
  readonly id: string;
  /** By which the scenario remembers it; null: by none. */
  readonly name: string | null;
  readonly fields: Fields;
}

export function accountsOf(
  { before, after }: StepObservation,
  names: { readonly [name: string]: string | null },
): AccountsStory {
  const { created, deleted, changed } = diffSnapshots(before, after);
  const nameOf = (id: string): string | null => Object.keys(names).find((name) => names[name] === id) ?? null;
  const told = (accounts: readonly Account[]) =>
    accounts.slice(0, MOST).map((account) => ({ id: account.id, name: nameOf(account.id), fields: fieldsOf(account) }));
  return {
    before: before.accounts.length,
    after: after.accounts.length,
    counts: { created: created.length, deleted: deleted.length, changed: changed.length },
    created: told(created),
    deleted: told(deleted),
    changed: changed.slice(0, MOST).map((one) => {
      const [old, now] = [fieldsOf(one.before), fieldsOf(one.after)];
      const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
        (field) => JSON.stringify(old[field] ?? null) !== JSON.stringify(now[field] ?? null),
      );
      return {
        id: one.after.id,
        name: nameOf(one.after.id),
        fields: fields.map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null })),
      };
    }),
  };
}

/** One level deep: each attribute is a field of its own. */
function fieldsOf(account: Account): Fields {
  const { id: _, seen_by: __, attributes = {}, ...fields } = account;
  const own = Object.entries(attributes).map(([name, value]) => [`attributes.${name}`, open(name, value)] as const);
  return Object.fromEntries([...Object.entries(fields), ...own].map(([name, value]) => [name, bounded(value)]));
}

function open(name: string, value: unknown): unknown {
  return typeof value === "string" ? valueFor(name, value) : value;
}

function bounded(value: unknown): unknown {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > LONGEST ? shorten(text, LONGEST) : value;
}
