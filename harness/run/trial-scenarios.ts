import { seedableFields } from "../scenario/abilities.ts";
import type { Scenario, SeededAccount, Step, Target } from "../scenario/model/index.ts";
import { BY_HAND, type Trial, type TrialNames } from "../scenario/steps/index.ts";
import { ownScenario, STRANGER, strangerSignsIn } from "./own-scenario.ts";

/** A list of a target file's `drive`, and the situation that it is for. */
export interface Hand {
  readonly name: string;
  readonly trial: Trial<Step>;
}

/** In the order in which they are tried. */
export const HANDS: readonly Hand[] = [...BY_HAND].flatMap(([name, { trial }]) =>
  trial === undefined ? [] : [{ name, trial }],
);

const NAMES: TrialNames = {
  stranger: STRANGER,
  browser: "first",
  account: "local",
  invitation: "invitation",
  password: "Doctor-{{ns}}-1",
};
/** Whether newcomers are let in does not matter. */
const ANY = ["on", "off", "pending_approval"];

/** What must come before a list can be tried, and the list: the last step. Nothing is expected. */
export function trialOf({ name, trial }: Hand, target: Target): Scenario {
  const { place } = target;
  const [account, invited] = [trial.account?.(NAMES), trial.invited?.(NAMES)];
  const own = trial.step(NAMES, { control: false, applies: false, place });
  return ownScenario(place, {
    id: `try-${name}`,
    title: `What drive.${name} does`,
    ...(trial.after === "signed_in" ? {} : { jit: ANY }),
    ...(account === undefined ? {} : { accounts: [seeded(target, account)] }),
    ...(invited === undefined ? {} : { invitations: [{ name: NAMES.invitation, email: invited, place }] }),
    steps: trial.after === undefined ? [own] : [strangerSignsIn(place, NAMES.browser), own],
  });
}

/** An account that may come in with its password, as much of it as the target can write. */
function seeded(target: Target, email: string): SeededAccount {
  const username = seedableFields(target).has("username") ? { username: `${NAMES.account}.{{ns}}` } : {};
  return {
    name: NAMES.account,
    email,
    email_verified: true,
    password: NAMES.password,
    ...username,
    place: target.place,
  };
}
