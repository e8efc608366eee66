import type { Account, SessionState, ShownFields, Snapshot } from "./snapshot.ts";

/** Who showed a field that only the session of its person does. */
const SESSION = "session";

/** A snapshot in which the accounts that are signed in have what their sessions show of them, where no driver does. */
export function showing(snapshot: Snapshot, sessions: readonly SessionState[]): Snapshot {
  const shown = new Map<string, ShownFields>();
  for (const session of sessions)
    if (session.state === "signed_in" && session.shows !== undefined) shown.set(session.account, session.shows);
  if (shown.size === 0) return snapshot;
  const accounts = snapshot.accounts.map((account) => {
    const fields = shown.get(account.id);
    return fields === undefined ? account : withFields(account, fields);
  });
  return { ...snapshot, accounts };
}

function withFields(account: Account, { attributes = {}, ...fields }: ShownFields): Account {
  const own = account.attributes ?? {};
  const added = Object.entries(fields).filter(([field]) => !Object.hasOwn(account, field));
  const named = Object.entries(attributes).filter(([name]) => !Object.hasOwn(own, name));
  const seen = [...added.map(([field]) => field), ...named.map(([name]) => `attributes.${name}`)];
  return {
    ...account,
    ...Object.fromEntries(added),
    ...(named.length === 0 ? {} : { attributes: { ...own, ...Object.fromEntries(named) } }),
    seen_by: { ...account.seen_by, ...Object.fromEntries(seen.map((field) => [field, SESSION])) },
  };
}

/** The account without what only a session showed of it, and nobody of the other. */
export function withoutUnseen(account: Account, other: Account): Account {
  const alone = Object.keys(account.seen_by).filter(
    (field) => account.seen_by[field] === SESSION && other.seen_by[field] === undefined,
  );
  if (alone.length === 0) return account;
  const { attributes = {}, ...fields } = account;
  const left = Object.entries(attributes).filter(([name]) => !alone.includes(`attributes.${name}`));
  const kept = Object.entries(fields).filter(([field]) => !alone.includes(field));
  const own: unknown = {
    ...Object.fromEntries(kept),
    ...(left.length === 0 ? {} : { attributes: Object.fromEntries(left) }),
  };
  return own as Account;
}
