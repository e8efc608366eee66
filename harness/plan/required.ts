import { requiredAttributes } from "./offer.ts";
import { notApplicable, type Settled } from "./settled.ts";
import type { Filled } from "./settling.ts";

/**
 * Who comes without an attribute that the SP must have is a question of its own. Everybody else's scenario is not asked
 * where that would decide it; what is said of the email, each scenario says itself.
 */
export function settleByRequired({ scenario, variants, homeOf }: Filled): Settled | undefined {
  const asked = scenario.require.required_attributes.map((claim) => claim.replace(/^!/, ""));
  for (const { people } of variants) {
    for (const { name, connection, claims } of Object.values(people)) {
      const home = homeOf(connection);
      const required = home === undefined ? [] : requiredAttributes(home.policy);
      const missing = required.find(
        (claim) => claim !== "email" && !asked.includes(claim) && !Object.hasOwn(claims, claim),
      );
      if (missing !== undefined) return notApplicable(`${missing} is required, and ${name} comes without`);
    }
  }
  return undefined;
}
