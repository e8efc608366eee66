import { afterEach, describe, it } from "vitest";
import type { Agent, AgentOptions, Browser } from "../../harness/agent/port.ts";
import { authorityCases } from "./contract/authorities.ts";
import { cookieCases } from "./contract/cookies.ts";
import { formCases } from "./contract/forms.ts";
import { hostileCases } from "./contract/hostile.ts";
import { navigationCases } from "./contract/navigation.ts";
import { fieldCases } from "./contract/fields.ts";
import { pageCases } from "./contract/page.ts";
import { pressCases } from "./contract/press.ts";
import { resolveCases } from "./contract/resolve.ts";

/** What only some user agents can do or be seen to do. */
type Ability = "clock of Lax+POST" | "UTF-8 unasked" | "tells idle buttons" | "guesses at scripts" | "runs scripts";

export interface Subject {
  readonly make: (options: AgentOptions) => Agent | Promise<Agent>;
  /** A request timeout that is short, and long enough for this agent to do what it can. */
  readonly patienceMs: number;
  /** `it` where the agent has the ability; else a skipped test whose name says why. */
  readonly unless: (ability: Ability) => (name: string, test: () => Promise<void>) => void;
}

export interface AgentFacts {
  readonly make: Subject["make"];
  readonly patienceMs: number;
  /** What this agent can not do, and why. */
  readonly cannot: { readonly [ability in Ability]?: string };
}

/** What every user agent must do. The expectations were read off Chromium 156 on loopback, not off an implementation. */
export function agentContract(name: string, { make: makeAgent, patienceMs, cannot }: AgentFacts): void {
  // A browser for each test is cheap to open and dear to keep.
  const opened: Browser[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((browser) => browser.close())));
  const make = async (options: AgentOptions): Promise<Agent> => {
    const agent = await makeAgent(options);
    const browser = (person: string): Browser => {
      const one = agent.browser(person);
      opened.push(one);
      return one;
    };
    return { ...agent, browser };
  };
  const unless: Subject["unless"] = (ability) => (title, test) => {
    const why = cannot[ability];
    if (why === undefined) it(title, test);
    else it.skip(`${title} [NOT HERE: ${why}]`, test);
  };
  const subject: Subject = { make, patienceMs, unless };
  describe(name, () => {
    describe("navigation", () => navigationCases(subject));
    describe("cookies", () => cookieCases(subject));
    describe("pages", () => pageCases(subject));
    describe("forms", () => formCases(subject));
    describe("what is pressed", () => pressCases(subject));
    describe("what is filled in", () => fieldCases(subject));
    describe("names with addresses of their own", () => resolveCases(subject));
    describe("certificates", () => authorityCases(subject));
    describe("hostile servers", () => hostileCases(subject));
  });
}
