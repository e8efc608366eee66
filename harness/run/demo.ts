import type { ConnectionFacts, Idps } from "../idp/port.ts";
import type { Finding } from "../report/events.ts";
import type { Person, Target } from "../scenario/model/index.ts";
import { diagnose } from "../target/index.ts";
import { bound, openIdps, openWorld, type WorldOptions } from "./open-world.ts";
import { admitPeople, signInOf, type DemoSignIn } from "./people.ts";
import { Teardown } from "./teardown.ts";

/** Something that was started for a person and stays until it is closed. */
export interface Running {
  readonly connections: readonly ConnectionFacts[];
  close(): Promise<void>;
}

export interface Demo extends Running {
  /** Where the SP is. */
  readonly url: string;
}

export interface DemoOptions extends Omit<WorldOptions, "onExchange"> {
  /** On the login page of every connection. */
  readonly people: readonly Person[];
  readonly onSignIn?: (signIn: DemoSignIn) => void;
}

/** Starts the IdPs and the SP for a person with a browser. */
export function startDemo({ people, onSignIn, ...options }: DemoOptions): Promise<Demo> {
  return holding(async (teardown, close) => {
    const onExchange: WorldOptions["onExchange"] = (exchange) => {
      const signIn = signInOf(exchange, people);
      if (signIn !== null) onSignIn?.(signIn);
    };
    const world = await openWorld({ ...options, onExchange }, teardown);
    admitPeople(world.idps, world.target, people);
    return { url: world.sp.base_url, connections: await factsOf(world.idps, world.target), close };
  });
}

export interface IdpsForOptions extends Pick<WorldOptions, "target" | "stateDir"> {
  readonly people: readonly Person[];
}

/** Starts only the IdPs of a target, to develop an SP against them. */
export function startIdpsFor({ people, ...options }: IdpsForOptions): Promise<Running> {
  return holding(async (teardown, close) => {
    const { target } = await bound(options.target);
    const idps = await openIdps(target, options, {}, teardown);
    admitPeople(idps, target, people);
    return { connections: await factsOf(idps, target), close };
  });
}

/** Starts the SP and the IdPs, tells what the doctor finds, and ends them. */
export async function examine(options: WorldOptions): Promise<readonly Finding[]> {
  const teardown = new Teardown();
  try {
    const world = await openWorld(options, teardown);
    return await diagnose(world.sp, world.target, world.addresses, world.agent, world.recorder);
  } finally {
    await teardown.run();
  }
}

/** What an SP must be told; keys and secrets are made now where they never were. */
function factsOf(idps: Idps, target: Target): Promise<ConnectionFacts[]> {
  return Promise.all(target.connections.map(({ name }) => idps.facts(name)));
}

/** What started half way is ended before the error goes on. */
async function holding<T>(start: (teardown: Teardown, close: () => Promise<void>) => Promise<T>): Promise<T> {
  const teardown = new Teardown();
  const close = async () => void (await teardown.run());
  try {
    return await start(teardown, close);
  } catch (error) {
    await close();
    throw error;
  }
}
