import type { Browser, HeldCookie } from "../agent/port.ts";
import { defined } from "../defined.ts";
import { JitterbugError } from "../errors.ts";
import type { CheckObservation, SignInObservation, StepObservation } from "../observe/observation.ts";
import { bareScenario, type Check, type Withheld } from "../plan/index.ts";
import type { Connection, Person, Step, TamperUse, Target } from "../scenario/model/index.ts";
import { drivePatiently, planAlone } from "./alone.ts";
import type { OpenWorld } from "./open-world.ts";

/** How somebody signs in, where it is not as people do. */
export interface HowToSignIn {
  readonly tamper?: TamperUse;
  readonly idp_initiated?: boolean;
  readonly return_to?: string;
}

export interface WhoSignsIn {
  readonly person: Person;
  readonly connection: Connection;
  readonly how: HowToSignIn;
  /** The same for all who shall be the same person when they come again. */
  readonly ns: string;
  readonly withheld?: Withheld;
}

/** One sign-in that nobody's scenario asked for, and everything that was seen of it. */
export interface DrivenSignIn {
  readonly check: Check;
  readonly observation: CheckObservation;
  readonly step: StepObservation;
  readonly signIn: SignInObservation;
  /** What the person's browser holds now. */
  readonly cookies: readonly HeldCookie[];
}

/**
 * Signs somebody in by the kit's own browser. `onDriven` is told also where nothing could be seen of it, for who cleans up
 * after it. Throws ERR_USAGE where that cannot be asked, ERR_OBSERVE where it could not be driven or seen.
 */
export async function signInByHand(
  world: OpenWorld,
  { person, connection, how, ns, withheld }: WhoSignsIn,
  onDriven?: (check: Check, observation: CheckObservation) => void,
): Promise<DrivenSignIn> {
  const step: Step = {
    kind: "sign_in",
    person: person.name,
    times: 1,
    parallel: false,
    idp_initiated: how.idp_initiated ?? false,
    control: false,
    applies: false,
    ...defined({ tamper: how.tamper, return_to: how.return_to }),
    place: world.target.place,
  };
  const check = planned(world, { person, connection, ns, ...defined({ withheld }) }, step);
  const browsers: Browser[] = [];
  const observation = await drivePatiently(check, { ...world, agent: keeping(world.agent, browsers) });
  onDriven?.(check, observation);
  const [variant] = observation.variants;
  const [seen] = variant?.steps ?? [];
  const [signIn] = seen?.sign_ins ?? [];
  const cookies = (await browsers.at(-1)?.cookies()) ?? [];
  for (const browser of browsers) await browser.close();
  if (seen === undefined || signIn === undefined)
    throw new JitterbugError("ERR_OBSERVE", variant?.failure?.message ?? "the sign-in could not be driven");
  return { check, observation, step: seen, signIn, cookies };
}

/** What an IdP does by SCIM of one person. */
export type Provisioning = "create" | "replace" | "deactivate" | "restore" | "delete";

/** Has the IdP of a connection push somebody to the SP. Throws as `signInByHand`. */
export async function provisionByHand(
  world: OpenWorld,
  who: Omit<WhoSignsIn, "how">,
  does: Provisioning,
): Promise<StepObservation> {
  const step: Step = {
    kind: "scim",
    does,
    of: who.person.name,
    with: {},
    group: { add: [], remove: [], delete: false },
    control: false,
    applies: false,
    place: world.target.place,
  };
  const { variants } = await drivePatiently(planned(world, who, step), world);
  const seen = variants[0]?.steps[0];
  if (seen !== undefined) return seen;
  throw new JitterbugError("ERR_OBSERVE", variants[0]?.failure?.message ?? "the push could not be driven");
}

/** Where somebody signs out: at their IdP, which tells the SP, or at the SP. */
export type SignOutAt = "idp" | "sp";

/** A sign-in and the sign-out that followed it in the same browser, whose session the second one shows. */
export interface DrivenSignOut {
  readonly signIn: StepObservation;
  readonly out: StepObservation;
}

/** Signs somebody in, and out again. Throws as `signInByHand`, also where they were not let in. */
export async function signOutByHand(
  world: OpenWorld,
  who: Omit<WhoSignsIn, "how">,
  from: SignOutAt,
): Promise<DrivenSignOut> {
  const base = { control: false, applies: false, place: world.target.place };
  const browser = "desk";
  const person = who.person.name;
  const comes: Step = { ...base, kind: "sign_in", person, browser, times: 1, parallel: false, idp_initiated: false };
  const goes: Step =
    from === "idp" ? { ...base, kind: "logout", person, browser } : { ...base, kind: "sign_out", browser };
  const { variants } = await drivePatiently(planned(world, who, comes, goes), world);
  const [variant] = variants;
  const [signIn, out] = variant?.steps ?? [];
  const [first] = signIn?.sign_ins ?? [];
  if (first !== undefined && first.outcome !== "signed_in")
    throw new JitterbugError("ERR_OBSERVE", `nobody was signed in who could sign out: ${first.why}`);
  if (signIn !== undefined && out !== undefined) return { signIn, out };
  throw new JitterbugError("ERR_OBSERVE", variant?.failure?.message ?? "the sign-out could not be driven");
}

function planned(world: OpenWorld, who: Omit<WhoSignsIn, "how">, ...steps: readonly Step[]): Check {
  const { person, connection, ns, withheld } = who;
  const bare = bareScenario("companion", "Something is done by hand", world.target.place);
  const scenario = { ...bare, given: { ...bare.given, people: [unnoted(person)] }, steps };
  const check = planAlone({ target: seeing(world.target) }, { scenario, connection, ns, ...defined({ withheld }) });
  if (check !== undefined && check.settled === undefined) return check;
  throw new JitterbugError("ERR_USAGE", check?.settled?.reason ?? `${connection.name} does not offer that`);
}

/** The note of a people file is for who picks somebody on the login page: no IdP says it. */
function unnoted(person: Person): Person {
  const { note: _, ...claims } = person.claims;
  return { ...person, claims };
}

/** Nothing is asked of the accounts here: who shows none is driven as if all of them were shown. */
function seeing(target: Target): Target {
  const { observe, place } = target;
  if (observe.accounts.length > 0) return target;
  const map = Object.fromEntries(["id", "email", "username", "identities"].map((field) => [field, "$"]));
  const shown = { kind: "exec" as const, command: [], each: "$", map, collect: {}, place };
  return { ...target, observe: { ...observe, accounts: [shown] } };
}

/** Browsers that stay open when what is driven has ended, until whoever asked has taken what they hold. */
function keeping(agent: OpenWorld["agent"], browsers: Browser[]): OpenWorld["agent"] {
  return {
    browser(name) {
      const browser = agent.browser(name);
      const close = browser.close.bind(browser);
      browser.close = () => {
        browser.close = close;
        return Promise.resolve();
      };
      browsers.push(browser);
      return browser;
    },
    close: () => agent.close(),
  };
}
