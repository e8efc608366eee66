import { describe, expect, it } from "vitest";
import { Vault } from "../../harness/observe/vault.ts";
import type { RunEvent } from "../../harness/report/events.ts";
import { redactEvent } from "../../harness/report/redact-event.ts";
import { wholeRun } from "./events.ts";

const CANARY = "canary-of-an-event-5d1e77";

const POLICY = {
  blocks: [
    {
      organization: null,
      connection: null,
      lines: [
        { knob: "required_attributes", value: ["email"], declared: true, checks: 1, or: [], doubt: "no group came" },
      ],
    },
  ],
  contradictions: [{ connection: "it", knobs: ["jit"], checks: [{ name: "first-create", saw: "an account" }] }],
  unlooked: [],
  undriven: [],
  risks: [],
} as const;

/** Every kind of event, once whole, as a run tells it. */
const run: readonly RunEvent[] = [...wholeRun(), { type: "policy", at: 7, policy: POLICY }];
const events = [...new Map(run.map((event) => [event.type, event])).values()];

/** These hold what its author wrote, and nothing that was seen. */
const AUTHORS = ["run_started", "check_started", "run_finished"];

describe("what a listener hears of a run", () => {
  it("knows every kind of event", () => {
    expect(events.map(({ type }) => type).toSorted()).toEqual(
      [...AUTHORS, "check_finished", "doctor", "phase", "policy", "warning"].toSorted(),
    );
  });

  it.each(events.filter(({ type }) => !AUTHORS.includes(type)))("$type holds no secret, at any depth", (event) => {
    const vault = new Vault();
    vault.learn([CANARY]);
    const spoiled = Object.assign({}, event, spoil(withoutCheck(event)));
    expect(JSON.stringify(spoiled).split(CANARY).length).toBeGreaterThan(1);
    const told = redactEvent(spoiled, vault);
    expect(JSON.stringify(told)).not.toContain(CANARY);
    // All else is there as it was.
    expect(JSON.stringify(told).replaceAll(/ ?\[redacted[^\]]*\]/g, "").length).toBeGreaterThan(20);
  });
});

/** The author's own file stands beside what was seen. */
function withoutCheck(event: RunEvent): object {
  const { type: _, at: __, ...rest } = event;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => name !== "check"));
}

/** The kit's own words for an exchange, which it reads again. */
const OWN = ["check", "by", "browser", "method"];

/** With the canary behind every text. */
function spoil(value: unknown): unknown {
  if (typeof value === "string") return `${value} ${CANARY}`;
  if (Array.isArray(value)) return value.map(spoil);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, OWN.includes(name) ? member : spoil(member)]),
  );
}
