import { defined } from "../defined.ts";
import type { Place } from "../errors.ts";
import { bareScenario } from "../plan/index.ts";
import type { Scenario, Step } from "../scenario/model/index.ts";

/** Whoever the kit signs in on its own account. */
export const STRANGER = "doctor";

interface Parts extends Partial<Pick<Scenario["given"], "people" | "accounts" | "invitations">> {
  readonly id: string;
  readonly title: string;
  /** Left out: connections that let a stranger in. */
  readonly jit?: readonly string[];
  readonly steps: readonly Step[];
}

/** Steps of the kit's own at a connection, with a person whom the SP does not know; nothing is expected of them. */
export function ownScenario(place: Place, { id, title, jit = ["on"], steps, ...given }: Parts): Scenario {
  const bare = bareScenario(id, title, place);
  const people = [{ name: STRANGER, claims: {}, without: [], place }];
  return {
    ...bare,
    require: { ...bare.require, policy: { jit } },
    given: { ...bare.given, people, ...given },
    steps,
  };
}

/** The stranger signs in once, in a browser of their own where none is named. */
export function strangerSignsIn(place: Place, browser?: string): Step {
  return {
    kind: "sign_in",
    person: STRANGER,
    ...defined({ browser }),
    times: 1,
    parallel: false,
    idp_initiated: false,
    control: false,
    applies: false,
    place,
  };
}
