import type { IdpPerson } from "./port.ts";
import { sentGroups, type Groups } from "./profiles/index.ts";

/**
 * Where an SP asks for the groups of somebody who has more of them than a message holds: as Graph's getMemberObjects,
 * below the connection's own address.
 */
export const OVERAGE_PATH = "/v1.0/users/:id/getMemberObjects";

export function overageAddress(base: string, id: string): string {
  return base + OVERAGE_PATH.replace(":id", encodeURIComponent(id));
}

/** All of a person's groups in the vendor's form. */
export function wholeGroups(groups: Groups, person: IdpPerson | undefined): readonly unknown[] {
  const sent = sentGroups({ ...groups, most: null }, person?.claims["groups"] ?? []);
  if (sent === null) return [];
  if ("more" in sent) return sent.more;
  return Array.isArray(sent.value) ? sent.value : [];
}
