import type { Lookup } from "../../accounts/lookup.ts";
import type { Found } from "../../decision/model.ts";
import type { Claims } from "../../mapping/claims.ts";
import type { Defect } from "../defect.ts";

/** What the look-up finds, changed. */
export function finding(change: (found: Found, lookup: Lookup, claims: Claims) => Found): Defect["spoil"] {
  return (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) =>
        change(workings.provisioning.find(lookup, connection, claims), lookup, claims),
    },
  });
}
