import type { Place } from "../errors.ts";
import { bareScenario } from "../plan/index.ts";
import type { Scenario } from "../scenario/model/index.ts";

/** One person whom the SP does not know signs in, as often as it says; nothing is expected of it. */
export function strangerAt(place: Place, id: string, times: number): Scenario {
  const signIn = {
    kind: "sign_in",
    person: "doctor",
    times: 1,
    parallel: false,
    idp_initiated: false,
    control: false,
    applies: false,
    place,
  } as const;
  return bareScenario(id, "A stranger signs in", place, {
    require: {
      policy: { jit: ["on"] },
      not: {},
      identity_key: [],
      can: [],
      seeds: [],
      roles: 0,
      default_role: false,
      required_attributes: [],
    },
    given: {
      people: [{ name: "doctor", claims: {}, without: [], place }],
      accounts: [],
      invitations: [],
      connections: [],
    },
    steps: Array.from({ length: times }, () => signIn),
  });
}
