import type { Place } from "../errors.ts";
import { bareScenario } from "../plan/index.ts";
import { seedableFields } from "../scenario/abilities.ts";
import type { Scenario, SeededAccount, Step, Target } from "../scenario/model/index.ts";

/** Lists of a target file's `drive`, in the order in which they are tried. */
export const HANDS = ["password_sign_in", "link", "accept_invite", "sign_out"] as const;
export type Hand = (typeof HANDS)[number];

const PASSWORD = "Doctor-{{ns}}-1";
const BROWSER = "first";

/** What must come before a list can be tried, and the list: the last step. Nothing is expected. */
export function trialOf(hand: Hand, target: Target): Scenario {
  const { place } = target;
  const base = { control: false, applies: false, place } as const;
  const signIn: Step = {
    ...base,
    kind: "sign_in",
    person: "doctor",
    browser: BROWSER,
    times: 1,
    parallel: false,
    idp_initiated: false,
  };
  switch (hand) {
    case "sign_out":
      return scenario(hand, place, { jit: ["on"], steps: [signIn, { ...base, kind: hand, browser: BROWSER }] });
    case "password_sign_in": {
      const accounts = [seeded(target, "local.{{ns}}@{{domain}}")];
      return scenario(hand, place, { accounts, steps: [{ ...base, kind: hand, who: "local" }], people: [] });
    }
    case "link": {
      const accounts = [seeded(target, "{{doctor.email}}")];
      const link: Step = { ...base, kind: hand, person: "doctor", browser: BROWSER, account: "local" };
      return scenario(hand, place, { accounts, steps: [signIn, link] });
    }
    case "accept_invite": {
      const invitations = [{ name: "invitation", email: "{{doctor.email}}", place }];
      const accept: Step = { ...base, kind: hand, invitation: "invitation", person: "doctor", password: PASSWORD };
      return scenario(hand, place, { invitations, steps: [accept] });
    }
  }
}

interface Parts extends Partial<Pick<Scenario["given"], "people" | "accounts" | "invitations">> {
  readonly jit?: readonly string[];
  readonly steps: readonly Step[];
}

function scenario(hand: Hand, place: Place, { jit, steps, ...given }: Parts): Scenario {
  return bareScenario(`try-${hand}`, `What drive.${hand} does`, place, {
    require: {
      policy: { jit: jit ?? ["on", "off", "pending_approval"] },
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
      ...given,
    },
    steps,
  });
}

/** An account that may come in with its password, as much of it as the target can write. */
function seeded(target: Target, email: string): SeededAccount {
  const username = seedableFields(target).has("username") ? { username: "local.{{ns}}" } : {};
  return { name: "local", email, email_verified: true, password: PASSWORD, ...username, place: target.place };
}
