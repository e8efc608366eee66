import { expect, it } from "vitest";
import { judgeEvents } from "../../harness/judge/expectations/events.ts";
import type { SeenEvent } from "../../harness/observe/event.ts";
import type { ExpectationOf } from "../../harness/scenario/model/index.ts";
import { observed } from "./stage.ts";

const NOTHING_YET = { seeded: new Map(), away: new Set<string>(), log: [], claims: {} };
const base = {
  kind: "events",
  tells: [],
  lacks: [],
  names: [],
  says: [],
  place: { file: "x.yaml", line: 1, column: 1 },
} as const;

function ruled(expectation: Partial<ExpectationOf<"events">>, events?: readonly SeenEvent[]) {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const seen = { ...step, names: { adas: "1", nobody: null }, ...(events === undefined ? {} : { events }) };
  const rulings = judgeEvents({ ...base, ...expectation }, { seen, names: {}, past: NOTHING_YET, lacking: [] });
  return rulings.map(({ held, actual }) => `${held}: ${actual}`).join("; ");
}

function event(word: string, kinds: readonly string[], more: Partial<SeenEvent> = {}): SeenEvent {
  return { id: word, word, kinds, account: "1", entry: `{"kind":"${word}"}`, fresh: true, ...more };
}

const created = event("user.created", ["created"]);

it.each([
  ["an entry of the account", { tells: ["created"], of: "adas" }, [created], "held: user.created"],
  [
    "an entry of somebody else",
    { tells: ["created"], of: "adas" },
    [{ ...created, account: "2" }],
    "not_held: user.created",
  ],
  ["no entry", { tells: ["created"] }, [], "not_held: no entry that names the person or their account"],
  [
    "an entry of a step before",
    { tells: ["created"] },
    [{ ...created, fresh: false }],
    "not_held: no entry that names the person or their account",
  ],
  ["one since the start", { tells: ["created"], since: "start" }, [{ ...created, fresh: false }], "held: user.created"],
  ["an account that is nobody", { tells: ["created"], of: "nobody" }, [created], "not_held: user.created"],
  ["a name that nobody has", { tells: ["created"], of: "eves" }, [created], 'error: no account was ever named "eves"'],
  ["what is not told", { lacks: ["updated"] }, [created], "held: none"],
  ["what is told in vain", { lacks: ["created"] }, [created], 'not_held: {"kind":"user.created"}'],
  ["no secret", { secrets: "none" }, [created], "held: user.created"],
  [
    "a secret",
    { secrets: "none" },
    [{ ...created, secrets: ["a token"] }],
    'not_held: user.created has a token: {"kind":"user.created"}',
  ],
  ["a log that was not read", { tells: ["created"] }, undefined, "unobservable: not visible"],
] as const)("%s", (_, expectation, events, told) => {
  expect(ruled(expectation, events)).toBe(told);
});

it("an entry that tells it names and says all of it; the first that lacks something is told", () => {
  const wanted = { tells: ["created"], names: ["connection", "by"], says: [["CREATED", "made"]] } as const;
  const whole = { ...created, connection: "acme-oidc", by: "ada" };
  expect(ruled(wanted, [created, whole])).toBe("held: user.created");
  expect(ruled(wanted, [{ ...whole, by: null }])).toBe(
    'held: connection "acme-oidc"; not_held: by null; held: {"kind":"user.created"}',
  );
  expect(ruled(wanted, [{ ...whole, foreign: true }])).toMatch(/^not_held: connection "acme-oidc"/);
});
