import type { BrowserContext } from "../agent/chromium/index.ts";
import type { Agent, HeldCookie } from "../agent/port.ts";
import { cleanUp } from "../drive/index.ts";
import type { CheckObservation, SignInObservation, StepObservation } from "../observe/observation.ts";
import type { Check } from "../plan/index.ts";
import type { Connection, Person } from "../scenario/model/index.ts";
import { signInByHand, type HowToSignIn } from "./by-hand.ts";
import { namespaces, randomSeed } from "./namespaces.ts";
import { openWorld, type OpenWorld, type WorldOptions } from "./open-world.ts";
import { Teardown } from "./teardown.ts";

/** A context of Playwright's, in whose windows somebody signs in who goes on there; left out: a browser of the kit's. */
interface Within {
  readonly context?: BrowserContext;
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
  async signIn(person: Person, connection: Connection, { context, ...how }: HowToSignIn & Within): Promise<Visit> {
    const who = { person, connection, how, ns: this.#ns };
    const world = { ...this.world, agent: await this.#agentFor(context) };
    const { step, signIn, cookies } = await signInByHand(world, who, (check, observation) =>
      this.#left.push([check, observation]),
    );
    return { signIn, before: step.before, after: step.after, cookies };
  }

  async #agentFor(context: BrowserContext | undefined): Promise<Agent> {
    if (context === undefined) return this.world.agent;
    const { createGuestAgent } = await import("../agent/chromium/index.ts");
    return createGuestAgent(context, this.world.agentOptions);
  }

  /** Removes the accounts that came of it, where the target file says how, and ends what was started. */
  async close(): Promise<void> {
    for (const [check, observation] of this.#left.splice(0).toReversed()) await cleanUp(check, observation, this.world);
    await this.#teardown.run();
  }
}
