import type { Browser, HeldCookie } from "../agent/port.ts";
import { defined } from "../defined.ts";
import { JitterbugError } from "../errors.ts";
import { cleanUp } from "../drive/index.ts";
import type { CheckObservation, SignInObservation, StepObservation } from "../observe/observation.ts";
import { bareScenario, type Check } from "../plan/index.ts";
import type { Connection, Person, Step, TamperUse } from "../scenario/model/index.ts";
import { drivePatiently, planAlone } from "./alone.ts";
import { namespaces, randomSeed } from "./namespaces.ts";
import { openWorld, type OpenWorld, type WorldOptions } from "./open-world.ts";
import { Teardown } from "./teardown.ts";

/** How somebody signs in, where it is not as people do. */
export interface HowToSignIn {
  readonly tamper?: TamperUse;
  readonly idp_initiated?: boolean;
  readonly return_to?: string;
}

/** What came of one sign-in. */
export interface Visit extends Pick<StepObservation, "before" | "after"> {
  readonly signIn: SignInObservation;
  /** What the person's browser holds now. */
  readonly cookies: readonly HeldCookie[];
}

/** IdPs and an SP that stay, for whoever signs people in one by one and judges by themselves. */
export class Companion {
  readonly world: OpenWorld;
  readonly #teardown: Teardown;
  /** The same for all who sign in here, so that whoever comes again is the same person. */
  readonly #ns = namespaces(randomSeed())(0);

  readonly #left: (readonly [Check, CheckObservation])[] = [];

  private constructor(world: OpenWorld, teardown: Teardown) {
    this.world = world;
    this.#teardown = teardown;
  }

  /** Starts what the target file says is to be started. Throws JitterbugError. */
  static async open(options: WorldOptions): Promise<Companion> {
    const teardown = new Teardown();
    try {
      return new Companion(await openWorld(options, teardown), teardown);
    } catch (error) {
      await teardown.run();
      throw error;
    }
  }

  /** Throws ERR_USAGE where that cannot be asked, ERR_OBSERVE where it could not be driven or seen. */
  async signIn(person: Person, connection: Connection, how: HowToSignIn): Promise<Visit> {
    const { place } = this.world.target;
    const step: Step = {
      kind: "sign_in",
      person: person.name,
      times: 1,
      parallel: false,
      idp_initiated: how.idp_initiated ?? false,
      control: false,
      applies: false,
      ...defined({ tamper: how.tamper, return_to: how.return_to }),
      place,
    };
    const bare = bareScenario("companion", "Somebody signs in", place);
    const scenario = { ...bare, given: { ...bare.given, people: [person] }, steps: [step] };
    const check = planAlone(this.world, { scenario, connection, ns: this.#ns });
    if (check === undefined || check.settled !== undefined)
      throw new JitterbugError("ERR_USAGE", check?.settled?.reason ?? `${connection.name} does not offer that`);
    const browsers: Browser[] = [];
    const observation = await drivePatiently(check, { ...this.world, agent: keeping(this.world.agent, browsers) });
    this.#left.push([check, observation]);
    const [variant] = observation.variants;
    const [seen] = variant?.steps ?? [];
    const [signIn] = seen?.sign_ins ?? [];
    const cookies = (await browsers.at(-1)?.cookies()) ?? [];
    for (const browser of browsers) await browser.close();
    if (seen === undefined || signIn === undefined)
      throw new JitterbugError("ERR_OBSERVE", variant?.failure?.message ?? "the sign-in could not be driven");
    return { signIn, before: seen.before, after: seen.after, cookies };
  }

  /** Removes the accounts that came of it, where the target file says how, and ends what was started. */
  async close(): Promise<void> {
    for (const [check, observation] of this.#left.splice(0).toReversed()) await cleanUp(check, observation, this.world);
    await this.#teardown.run();
  }
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
