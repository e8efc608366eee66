import { guid, isGuid } from "./ids.ts";
import type { GroupForm, Groups } from "./profile.ts";

/** Between the groups of one text. */
export const SEPARATOR = ";";

/** What is sent of a person's groups: a value, nothing, or that there are more than are sent. */
export type SentGroups = { readonly value: unknown } | { readonly more: readonly string[] } | null;

/**
 * The groups of a person in a vendor's form. Only names are formed: what else a scenario puts in their place (null, a
 * number, an object) is about that very value, and goes as it is.
 */
export function sentGroups(groups: Groups, value: unknown): SentGroups {
  const marked = overageIn(value);
  if (marked !== undefined && groups.beyond === "marker")
    return { more: marked.map((name) => formOf(groups.each, name)) };
  const names = marked ?? (typeof value === "string" ? [value] : value);
  if (!isNames(names)) return { value };
  if (names.length === 0) return groups.empty === "absent" ? null : { value: [] };
  const formed = names.map((name) => formOf(groups.each, name));
  if (groups.most !== null && formed.length > groups.most) {
    if (groups.beyond === "absent") return null;
    if (groups.beyond === "marker") return { more: formed };
  }
  const sent = groups.most === null ? formed : formed.slice(0, groups.most);
  if (groups.as === "joined") return { value: sent.join(SEPARATOR) };
  if (groups.as === "bare" && sent.length === 1) return { value: sent[0] };
  return { value: typeof value === "string" && groups.each === "name" ? value : sent };
}

/** `groups: { overage: [...] }`: a person who is in these groups, and in more of them than a message holds. */
export function overageIn(value: unknown): readonly string[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [[key, names] = [], ...others] = Object.entries(value);
  return key === "overage" && others.length === 0 && isNames(names) ? names : undefined;
}

/** A group as an SP gets to read it, and must know it by. What is written in the vendor's form stays as it is. */
export function formOf(form: GroupForm, name: string): string {
  switch (form) {
    case "name":
      return name;
    case "id":
      return isGuid(name) ? name : guid("group", name);
    case "path":
      return name.startsWith("/") ? name : `/${name}`;
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
