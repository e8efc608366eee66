import { isAbout } from "./about.ts";
import { notApplicable, type Settled } from "./settled.ts";
import type { Filled } from "./settling.ts";

const CLAIM_OF: { readonly [value: string]: string } = { username: "preferred_username", upn: "upn" };

/** Who has no `email` has an address all the same, where it stands in the claim that is looked at next. */
export function settleByEmailClaims({ scenario, variants, homeOf }: Filled): Settled | undefined {
  if (isAbout(scenario, "email_claims")) return undefined;
  for (const { people } of variants) {
    for (const { name, connection, claims } of Object.values(people)) {
      const claim = CLAIM_OF[homeOf(connection)?.policy.email_claims ?? ""];
      const other = claim === undefined ? undefined : claims[claim];
      if (typeof claims["email"] === "string" && claims["email"].trim() !== "") continue;
      if (typeof other === "string" && other.includes("@"))
        return notApplicable(`the address is taken from ${claim ?? ""}, and ${name} has one there`);
    }
  }
  return undefined;
}
