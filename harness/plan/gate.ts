import type { Connection, Json, Policy, Scenario } from "../scenario/model/index.ts";
import { changesOf } from "../scenario/vocabulary/index.ts";
import { isAbout } from "./about.ts";
import { notApplicable, type Settled } from "./settled.ts";
import type { Filled } from "./settling.ts";
import { titleOf, withholds } from "./vendor.ts";

/** The group without which nobody comes in at a connection. */
export function gateOf({ roles }: Connection, { required_group }: Policy): string | undefined {
  return required_group === "named" ? roles.required : undefined;
}

/** A scenario that asks who comes in says itself who is in that group; in all others everybody is. */
export function asksForGate(scenario: Scenario): boolean {
  return isAbout(scenario, "required_group");
}

/** A list of groups with the one that is needed, unless it gives a role: then who is in it is another question. */
export function withGate(claims: Claims, connection: Connection, gate: string | undefined): Claims {
  const { groups } = claims;
  if (gate === undefined || !Array.isArray(groups) || groups.length === 0 || groups.includes(gate)) return claims;
  const mapped = Object.values(connection.roles.mapped).some(({ group }) => group === gate);
  return mapped ? claims : { ...claims, groups: [...(groups as readonly Json[]), gate] };
}

type Claims = { readonly [claim: string]: Json };

/** Whoever is not in the group is refused there, whatever else a scenario asks of them. */
export function settleByGate({ scenario, variants, homeOf }: Filled): Settled | undefined {
  if (asksForGate(scenario)) return undefined;
  for (const { people, steps } of variants) {
    for (const { name, connection, claims } of Object.values(people)) {
      const home = homeOf(connection);
      const gate = home === undefined ? undefined : gateOf(home.connection, home.policy);
      if (home === undefined || gate === undefined) continue;
      if (withholds(home.connection, "groups"))
        return notApplicable(`${titleOf(home.connection)} sends no groups, and nobody is in ${gate}`);
      const changes = steps.flatMap((step) => changesOf(step)[name] ?? []);
      const leaves = changes.some(
        (change) =>
          change.without.includes("groups") || ("groups" in change.claims && !isIn(gate, change.claims["groups"])),
      );
      if (leaves || !isIn(gate, claims["groups"]))
        return notApplicable(`only who is in the group ${gate} comes in, and ${name} is not in it all the time`);
    }
  }
  return undefined;
}

function isIn(gate: string, groups: Json | undefined): boolean {
  return Array.isArray(groups) && groups.includes(gate);
}
