import { defined } from "../defined.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { Finding } from "../report/events.ts";
import type { Person, Scenario } from "../scenario/model/index.ts";
import { diagnosed } from "./diagnosed.ts";
import { foresee, type Foresight } from "./foresight.ts";
import { tryHands } from "./hands.ts";
import { withheldFrom } from "./leave.ts";
import { Live, type LiveListener } from "./live.ts";
import type { AgentChoice } from "./options.ts";
import { openWorld, type WorldOptions } from "./open-world.ts";
import type { Running } from "./idps-for.ts";
import { setupsOf, type ConnectionSetup } from "./setup.ts";
import { holding, Teardown } from "./teardown.ts";
import { tour } from "./tour.ts";
import { unknownHost } from "./unknown-host.ts";

export interface Demo extends Running {
  readonly live: Live;
  /** Where the SP is. */
  readonly url: string;
  /** The PEM file of what the person's browser does not trust yet, where the IdPs answer by https. */
  readonly ca: string | null;
}

export interface DemoOptions extends Omit<WorldOptions, "onExchange">, LiveListener {
  /** The SP is opened in a window of the kit's own browser, which knows every name that the run knows. */
  readonly window?: boolean;
  /** On the login page of every connection. */
  readonly people: readonly Person[];
}

/** Starts the IdPs and the SP for a person with a browser. */
export function startDemo(options: DemoOptions): Promise<Demo> {
  const { people, window, onExchange, onSignIn, onOwn, ...world } = options;
  return holding(async (teardown, close) => {
    let live: Live | undefined;
    // Whom the kit signs in at a click comes by what the target says; people have a browser of their own.
    const agent: AgentChoice =
      window === true ? { ...world.agent, kind: "chromium", headed: true } : { ...world.agent };
    const noticed = (exchange: Exchange) => live?.noticed(exchange);
    const opened = await openWorld({ ...world, agent, onExchange: noticed, sessions: true }, teardown);
    const withheld = withheldFrom(world.target, world);
    const { target, environment, env, allowRemote, allowRemoteChanges, stateDir, vault } = world;
    const surroundings = { target, environment, allowRemote, stateDir, ...defined({ env, allowRemoteChanges, vault }) };
    live = new Live(opened, people, withheld, surroundings, defined({ onExchange, onSignIn, onOwn }));
    if (window === true) await opened.agent.browser("demo/window").open(opened.sp.base_url);
    const { origin, ca } = opened.idps;
    return { live, url: opened.sp.base_url, ca: ca?.file ?? null, unknownHost: await unknownHost(origin), close };
  });
}

export interface Examination {
  readonly findings: readonly Finding[];
  readonly foresight: Foresight;
  readonly setups: readonly ConnectionSetup[];
}

export interface ExamineOptions extends WorldOptions {
  /** Whether strangers are signed in, where the rest is well. */
  readonly signIns: boolean;
  /** Those of a run, for what it will not be able to see. */
  readonly scenarios?: readonly Scenario[];
}

/** Starts the SP and the IdPs, tells what the doctor finds and what the two must be told of each other, and ends them. */
export async function examine({ signIns, scenarios = [], ...options }: ExamineOptions): Promise<Examination> {
  const teardown = new Teardown();
  try {
    const world = await openWorld(options, teardown);
    const findings = await diagnosed(world, world.target);
    const withheld = withheldFrom(options.target, options);
    const seen = signIns && isWell(findings) ? await tour(world) : [];
    const hands = signIns && isWell([...findings, ...seen]) ? await tryHands(world, scenarios, withheld) : [];
    const { advice } = world.sp.lag;
    const late = advice === null ? [] : [{ topic: "accounts", ok: true, ...advice }];
    const foresight = foresee(scenarios, options.target, withheld);
    const all = [...findings, ...seen, ...hands, ...late];
    return { findings: all, foresight, setups: await setupsOf(world.target, world.idps) };
  } finally {
    await teardown.run();
  }
}

/** One thing after another: what is not well explains what comes after it. */
function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ ok }) => ok);
}
