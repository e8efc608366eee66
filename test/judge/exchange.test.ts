import { expect, it } from "vitest";
import { judgeExchange } from "../../harness/judge/expectations/exchange.ts";
import type { RequestSent, SentObservation, TokenInUrl } from "../../harness/observe/sent.ts";
import type { ExpectationOf } from "../../harness/scenario/model/index.ts";
import { observed } from "./stage.ts";

const NOTHING_YET = { seeded: new Map(), away: new Set<string>(), log: [], claims: {} };
const base = { kind: "exchange", place: { file: "x.yaml", line: 1, column: 1 } } as const;

function ruled(expectation: Omit<ExpectationOf<"exchange">, "kind" | "place">, sent: SentObservation | undefined) {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const seen = sent === undefined ? step : { ...step, sent };
  const rulings = judgeExchange({ ...base, ...expectation }, { seen, names: {}, past: NOTHING_YET, lacking: [] });
  return rulings.map(({ held, actual }) => `${held}: ${actual}`).join("; ");
}

/** `s1` is a state with a value called 1; a capital has thirty characters, else six. */
function requests(...words: readonly string[]): SentObservation {
  const guards = { s: "state", p: "code_challenge", n: "nonce" } as const;
  const all = words.map((word): RequestSent => {
    const parts = word.split(" ").filter((part) => part !== "");
    return Object.fromEntries(
      parts.map(([letter = "", value = ""]) => [
        guards[letter.toLowerCase() as keyof typeof guards],
        { length: letter === letter.toUpperCase() ? 30 : 6, digest: value },
      ]),
    );
  });
  return { requests: all, unread: 0, tokens_in_urls: [] };
}

const csrf = { against: ["csrf"] } as const;
const injection = { against: ["injection"] } as const;

it.each([
  ["a state of each", csrf, requests("s1", "s2", "s3"), "held: so it is"],
  [
    "a state of each, and nothing against a code",
    injection,
    requests("s1", "s2"),
    "not_held: no PKCE challenge, no nonce",
  ],
  ["one state for all", csrf, requests("s1", "s1"), "not_held: the same state again, no PKCE challenge, no nonce"],
  ["one state for all, beside PKCE", csrf, requests("s1 p1", "s1 p2"), "held: so it is"],
  ["a nonce of each", injection, requests("n1", "n2"), "held: so it is"],
  [
    "one nonce for two of three",
    injection,
    requests("n1", "n2", "n1"),
    "not_held: no PKCE challenge, the same nonce again",
  ],
  ["PKCE now and then", injection, requests("s1 p1", "s2"), "not_held: a PKCE challenge in 1 of 2 requests, no nonce"],
  ["nothing", csrf, requests("", ""), "not_held: no state, no PKCE challenge, no nonce"],
])("%s", (_, expectation, sent, told) => {
  expect(ruled(expectation, sent)).toBe(told);
});

it("what is short counts only where its length is not asked for", () => {
  const sent = requests("s1 n1", "s2 n2");
  expect(ruled({ ...injection, of_at_least: 22 }, sent)).toBe("not_held: no PKCE challenge, a nonce of 6 characters");
  expect(ruled({ ...injection, of_at_least: 22 }, requests("s1 N1", "s2 N2"))).toBe("held: so it is");
});

it("what was pushed, signed or never asked for was not seen", () => {
  const pushed = { ...requests("s1"), unread: 1 };
  expect(ruled(csrf, pushed)).toMatch(/^unobservable/);
  expect(ruled({ against: ["csrf", "injection"], tokens_in_urls: "none" }, undefined)).toMatch(
    /^unobservable.*unobservable.*unobservable/,
  );
});

it("tells who asked where, with which token", () => {
  const found: TokenInUrl = { by: "sp", token: "access_token", url: "http://idp/me", parameter: "access_token" };
  const none = { against: [], tokens_in_urls: "none" } as const;
  expect(ruled(none, { ...requests("s1"), tokens_in_urls: [found] })).toBe(
    "not_held: the SP asked http://idp/me with the access_token as access_token",
  );
  expect(ruled(none, requests("s1"))).toMatch(/^held/);
});
