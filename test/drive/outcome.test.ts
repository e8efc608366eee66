import { describe, expect, it } from "vitest";
import type { Page } from "../../harness/agent/port.ts";
import { decideOutcome } from "../../harness/drive/outcome.ts";
import type { SessionState } from "../../harness/observe/snapshot.ts";

const OUT: SessionState = { state: "signed_out" };
const IN: SessionState = { state: "signed_in", account: "7" };
const UNKNOWN: SessionState = { state: "unknown", reason: "GET /me answered HTTP 500" };

function page(more: Partial<Page> & { readonly selectors?: readonly string[] } = {}): Page {
  const { selectors = [], ...rest } = more;
  return {
    url: "http://localhost:1/auth/callback?code=secret&state=x#top",
    status: 200,
    contentType: "text/html",
    title: "",
    text: "Please confirm that this is you",
    forms: [],
    has: (selector) => selectors.includes(selector),
    textOf: () => null,
    ...rest,
  };
}

describe("how a sign-in ended, in the order of the design", () => {
  it("a session outranks whatever the page says", () => {
    for (const seen of [
      null,
      page(),
      page({ status: 500 }),
      page({ status: null, failure: { kind: "timeout", detail: "" } }),
    ])
      expect(decideOutcome(seen, IN, { text: "confirm" })).toEqual({
        outcome: "signed_in",
        why: "signed in as account 7",
      });
  });

  it.each([
    ["no page", null, "no page was reached"],
    ["500", page({ status: 500 }), 'HTTP 500 at http://localhost:1/auth/callback "Please confirm that this is you"'],
    ["599", page({ status: 599 }), 'HTTP 599 at http://localhost:1/auth/callback "Please confirm that this is you"'],
    [
      "429",
      page({ status: 429, text: "Slow down", headers: { "retry-after": "30" } }),
      'rate-limited: HTTP 429 at http://localhost:1/auth/callback "Slow down" (Retry-After: 30); set limits.sign_ins_per_minute in the target file, or exempt the kit from the limit',
    ],
    ["no answer", page({ status: null }), "no answer at http://localhost:1/auth/callback"],
    [
      "a loop",
      page({ failure: { kind: "too_many_redirects", detail: "over 20" } }),
      "too many redirects at http://localhost:1/auth/callback: over 20",
    ],
    [
      "a hang, although the page before it answered",
      page({ status: 200, failure: { kind: "timeout", detail: "no answer in 10000 ms" } }),
      "timeout at http://localhost:1/auth/callback: no answer in 10000 ms",
    ],
  ])("%s is broken, and no query with its code is told", (_, seen, why) => {
    expect(decideOutcome(seen, OUT, { selector: "form", text: "confirm" })).toEqual({ outcome: "broken", why });
  });

  it.each([
    ["a selector", { selector: "form#link" }, { selectors: ["form#link"] }],
    ["a text in any letter case", { text: "CONFIRM that" }, {}],
    ["the end of the address", { url: "/auth/callback" }, {}],
  ])("%s marks an interruption, whatever the status below 500", (_, mark, more) => {
    for (const status of [200, 403])
      expect(decideOutcome(page({ ...more, status }), OUT, mark)).toEqual({
        outcome: "interrupted",
        why: `interrupted: HTTP ${status} at http://localhost:1/auth/callback "Please confirm that this is you"`,
      });
  });

  it.each([200, 302, 400, 403, 404])("HTTP %i without a session and without a mark is a refusal", (status) => {
    for (const mark of [undefined, { selector: "form#link", text: "link your account", url: "/link" }])
      expect(decideOutcome(page({ status }), OUT, mark)).toMatchObject({
        outcome: "refused",
        why: `no session: HTTP ${status} at http://localhost:1/auth/callback "Please confirm that this is you"`,
      });
  });

  it("a session that cannot be told is told beside the refusal", () => {
    expect(decideOutcome(page(), UNKNOWN, undefined)).toEqual({
      outcome: "refused",
      why: 'no session: HTTP 200 at http://localhost:1/auth/callback "Please confirm that this is you"; session unknown: GET /me answered HTTP 500',
    });
  });
});
