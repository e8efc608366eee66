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
    readonly fields: readonly ChangedField[];
  }[];
}

export interface ChangedField {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Another value at each sign-in, which is no change of the account; such a field comes last. */
  readonly volatile?: true;
}

/** Nothing that compares accounts looks at them. */
const VOLATILE: readonly string[] = ["last_sign_in"];

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
      const different = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
        (field) => JSON.stringify(old[field] ?? null) !== JSON.stringify(now[field] ?? null),
      );
      const toldField = (field: string) => ({ field, before: old[field] ?? null, after: now[field] ?? null });
      const own = different.filter((field) => !VOLATILE.includes(field));
      const rest = different.filter((field) => VOLATILE.includes(field));
      return {
        id: one.after.id,
        name: nameOf(one.after.id),
        fields: [...own.map(toldField), ...rest.map((field) => ({ ...toldField(field), volatile: true as const }))],
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
