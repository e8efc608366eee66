import type { Sign } from "../scenario/model/index.ts";

const CAUSE = {
  cause:
    "The roles of an account are written anew at a sign-in: one that it had is taken (a default role perhaps, as no group gave it), or one is given that it had not, though the IdP says of the person what it said before.",
  fix: "Take back at a sign-in what groups of the IdP gave, and give what they give; leave the default role, and what was given by hand, as they are.",
};

/** Why the roles alone of an account changed where nothing of it should have, whatever the scenario was about. */
export function rolesCause(signs: readonly Sign[]): typeof CAUSE | null {
  return signs.length > 0 && signs.every((sign) => sign === "roles_changed") ? CAUSE : null;
}
