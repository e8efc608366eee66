import type { Guard, RequestSent, SentObservation } from "../../observe/sent.ts";
import type { ExpectationOf } from "../../scenario/model/index.ts";
import { notHeld, ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

type Expected = ExpectationOf<"exchange">;
type Attack = Expected["against"][number];

/** What binds an answer to its request: RFC 9700 2.1 for CSRF, 2.1.1 for a code that somebody else was given. */
const AGAINST: { readonly [attack in Attack]: readonly Guard[] } = {
  csrf: ["state", "code_challenge", "nonce"],
  injection: ["code_challenge", "nonce"],
};

const WORDS: { readonly [guard in Guard]: string } = {
  state: "state",
  code_challenge: "PKCE challenge",
  nonce: "nonce",
};

/** What the SP sent in its authorization requests, and whether a token of the IdP's stood in an address. */
export function judgeExchange(expectation: Expected, { seen: { sent } }: Scene): readonly Ruling[] {
  const { against, tokens_in_urls } = expectation;
  return [
    ...against.map((attack) => judgeAgainst(attack, expectation, sent)),
    ...(tokens_in_urls === undefined ? [] : [judgeTokens(sent)]),
  ];
}

function judgeAgainst(attack: Attack, { of_at_least = 1 }: Expected, sent: SentObservation | undefined): Ruling {
  const guards = AGAINST[attack];
  const long = of_at_least > 1 ? ` of ${of_at_least} characters or more` : "";
  const expected = `each authorization request has a ${guards.map((guard) => WORDS[guard]).join(" or a ")}${long}, another in each`;
  const requests = sent?.requests ?? [];
  if (requests.length === 0 || (sent?.unread ?? 0) > 0)
    return unobservable("request", expected, "no authorization request was seen, or it was pushed or signed");
  const faults = guards.map((guard) => faultOf(guard, requests, of_at_least));
  if (faults.includes(null)) return ruled(true, expected, "so it is");
  return notHeld(expected, faults.join(", "));
}

/** Why it protects nobody; null: it does. */
function faultOf(guard: Guard, requests: readonly RequestSent[], least: number): string | null {
  const word = WORDS[guard];
  const values = requests.flatMap((request) => request[guard] ?? []);
  if (values.length === 0) return `no ${word}`;
  if (values.length < requests.length) return `a ${word} in ${values.length} of ${requests.length} requests`;
  if (new Set(values.map(({ digest }) => digest)).size < values.length) return `the same ${word} again`;
  const shortest = Math.min(...values.map(({ length }) => length));
  return shortest < least ? `a ${word} of ${shortest} characters` : null;
}

function judgeTokens(sent: SentObservation | undefined): Ruling {
  const expected = "no token stands in the query of an address";
  if (sent === undefined) return unobservable("request", expected, "nobody asked the IdP for anything");
  const [first] = sent.tokens_in_urls;
  if (first === undefined) return ruled(true, expected, expected);
  const who = first.by === "sp" ? "the SP asked" : "the browser was at";
  return notHeld(expected, `${who} ${first.url} with the ${first.token} as ${first.parameter}`);
}
