import { Types } from "scimmy";

/** A filter as SCIMMY has read it: sets of expressions, of which one must hold. */
export type UserFilter = InstanceType<typeof Types.Filter>;
export type ShownUser = { readonly [attribute: string]: unknown };

/** SCIMMY compares letter by letter; a userName is compared without case (RFC 7643, section 4.1.1). */
export function matching(filter: UserFilter, all: readonly ShownUser[]): readonly ShownUser[] {
  const folded = all.map((user) => ({ ...user, userName: lower(user["userName"]) }));
  const terms = (filter as readonly ShownUser[]).map((term) =>
    Object.fromEntries(
      Object.entries(term).map(([attribute, asked]) => [
        attribute,
        attribute.toLowerCase() === "username" ? lower(asked) : asked,
      ]),
    ),
  );
  const found = new Set<object>(new Types.Filter(terms).match(folded));
  return all.filter((_, at) => found.has(folded[at] ?? {}));
}

/** Texts at any depth: operators are of no case, either. */
function lower(value: unknown): unknown {
  if (typeof value === "string") return value.toLowerCase();
  return Array.isArray(value) ? value.map(lower) : value;
}
