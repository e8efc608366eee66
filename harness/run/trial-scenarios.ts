import { seedableFields } from "../scenario/abilities.ts";
import type { Scenario, SeededAccount, Step, Target } from "../scenario/model/index.ts";
import { ownScenario, STRANGER, strangerSignsIn } from "./own-scenario.ts";

/** Lists of a target file's `drive`, in the order in which they are tried. */
export const HANDS = ["password_sign_in", "link", "accept_invite", "sign_out"] as const;
export type Hand = (typeof HANDS)[number];

const PASSWORD = "Doctor-{{ns}}-1";
const BROWSER = "first";
/** Whether newcomers are let in does not matter. */
const ANY = ["on", "off", "pending_approval"];

/** What must come before a list can be tried, and the list: the last step. Nothing is expected. */
export function trialOf(hand: Hand, target: Target): Scenario {
  const { place } = target;
  const base = { control: false, applies: false, place } as const;
  const signIn = strangerSignsIn(place, BROWSER);
  const named = { id: `try-${hand}`, title: `What drive.${hand} does` };
  switch (hand) {
    case "sign_out":
      return ownScenario(place, { ...named, steps: [signIn, { ...base, kind: hand, browser: BROWSER }] });
    case "password_sign_in": {
      const accounts = [seeded(target, "local.{{ns}}@{{domain}}")];
      const steps: readonly Step[] = [{ ...base, kind: hand, who: "local" }];
      return ownScenario(place, { ...named, jit: ANY, accounts, steps, people: [] });
    }
    case "link": {
      const accounts = [seeded(target, `{{${STRANGER}.email}}`)];
      const link: Step = { ...base, kind: hand, person: STRANGER, browser: BROWSER, account: "local" };
      return ownScenario(place, { ...named, jit: ANY, accounts, steps: [signIn, link] });
    }
    case "accept_invite": {
      const invitations = [{ name: "invitation", email: `{{${STRANGER}.email}}`, place }];
      const accept: Step = { ...base, kind: hand, invitation: "invitation", person: STRANGER, password: PASSWORD };
      return ownScenario(place, { ...named, jit: ANY, invitations, steps: [accept] });
    }
  }
}

/** An account that may come in with its password, as much of it as the target can write. */
function seeded(target: Target, email: string): SeededAccount {
  const username = seedableFields(target).has("username") ? { username: "local.{{ns}}" } : {};
  return { name: "local", email, email_verified: true, password: PASSWORD, ...username, place: target.place };
}
