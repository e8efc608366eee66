import type { AccountFields, Grant } from "../decision/model.ts";
import type { Change } from "./events.ts";

/** Field by field, what a decision changes. */
export function changedFields(before: AccountFields, after: AccountFields): readonly Change[] {
  const [from, to] = [flat(before), flat(after)];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => JSON.stringify(from[field] ?? null) !== JSON.stringify(to[field] ?? null))
    .map((field) => ({ field, from: from[field] ?? null, to: to[field] ?? null }));
}

/** Roles that the account has in `after` and has not in `before`, whatever their origin. */
export function gained(before: readonly Grant[], after: readonly Grant[]): readonly string[] {
  const had = new Set(before.map(({ role }) => role));
  return [...new Set(after.map(({ role }) => role))].filter((role) => !had.has(role));
}

function flat({ email, emailVerified, profile, attributes, status }: AccountFields): { [field: string]: unknown } {
  return { email, email_verified: emailVerified, ...profile, ...attributes, status };
}
