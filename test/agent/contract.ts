import { describe } from "vitest";
import type { Agent, AgentOptions } from "../../harness/agent/port.ts";
import { cookieCases } from "./contract/cookies.ts";
import { formCases } from "./contract/forms.ts";
import { hostileCases } from "./contract/hostile.ts";
import { navigationCases } from "./contract/navigation.ts";
import { pageCases } from "./contract/page.ts";

export type MakeAgent = (options: AgentOptions) => Agent;

/** What every user agent must do. The expectations were read off Chromium 156 on loopback, not off an implementation. */
export function agentContract(name: string, make: MakeAgent): void {
  describe(name, () => {
    describe("navigation", () => navigationCases(make));
    describe("cookies", () => cookieCases(make));
    describe("pages", () => pageCases(make));
    describe("forms", () => formCases(make));
    describe("hostile servers", () => hostileCases(make));
  });
}
