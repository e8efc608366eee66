import type { Place } from "../errors.ts";
import type { Scenario } from "../scenario/model/index.ts";

/** A scenario that stands in no file: what the kit does or says by itself, in the shape of a check. */
export function bareScenario(id: string, title: string, place: Place, more: Partial<Scenario> = {}): Scenario {
  return {
    id,
    title,
    pack: "kit",
    severity: "MUST",
    protocols: ["oidc", "saml"],
    references: [],
    tags: [],
    require: {
      policy: {},
      not: {},
      identity_key: [],
      can: [],
      roles: 0,
      domains: 1,
      default_role: false,
      seeds: [],
      shows: [],
      required_attributes: [],
    },
    lane: "parallel",
    given: { people: [], accounts: [], invitations: [], connections: [] },
    each: [],
    steps: [],
    covers: [],
    root: [],
    explain: { cause: "", fix: "", causes: [] },
    killed_by: [],
    place,
    ...more,
  };
}
