import type { ShownUser, UserFilter } from "../../scim/filter.ts";

/** The userName that a filter asks for, and that of a user, in small letters; null: it asks for something else. */
export function asked(filter: UserFilter): string | null {
  const [, name] = /^\s*userName\s+eq\s+"(.*)"\s*$/i.exec(filter.expression) ?? [];
  return name?.toLowerCase() ?? null;
}

export function nameOf({ userName }: ShownUser): string {
  return String(userName).toLowerCase();
}
