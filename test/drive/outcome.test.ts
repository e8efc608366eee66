import { describe, expect, it } from "vitest";
import type { Page } from "../../harness/agent/port.ts";
import { decideOutcome, type Ending } from "../../harness/drive/outcome.ts";
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
    contentOf: () => null,
    ...rest,
  };
}

function decide(seen: Page | null, session: SessionState, mark: Ending["mark"], idpFailed = false) {
  return decideOutcome({ page: seen, session, mark, origin: "http://localhost:1", idpFailed });
}

const FAILED = (kind: NonNullable<Page["failure"]>["kind"]) => page({ status: null, failure: { kind, detail: "" } });

describe("how a sign-in ended, in the order of the design", () => {
  it.each([
    ["no page", null],
    ["any page", page()],
    ["a page that is not there", page({ status: 404 })],
    // A person who is in may be shown the errors of others.
    ["a page about errors", page({ text: "TypeError: x is not a function" })],
    ["an address that the kit does not ask", FAILED("host_not_allowed")],
    ["more than the kit reads", FAILED("too_large")],
    [
      "a front end that nobody started",
      page({ url: "http://localhost:2/", status: null, failure: { kind: "connection_refused", detail: "" } }),
    ],
  ])("a session outranks %s", (_, seen) => {
    expect(decide(seen, IN, { text: "confirm" })).toEqual({ outcome: "signed_in", why: "signed in as account 7" });
  });

  it.each([
    ["status", page({ status: 500 })],
    ["redirect_loop", FAILED("too_many_redirects")],
    ["no_answer", FAILED("timeout")],
    ["no_answer", FAILED("connection_reset")],
    ["no_answer", FAILED("connection_refused")],
  ])("what broke is told beside a session (%s)", (kind, seen) => {
    expect(decide(seen, IN, undefined)).toMatchObject({ outcome: "signed_in", broke: { kind } });
  });

  it.each([
    ["no page", null, "no page was reached"],
    ["500", page({ status: 500 }), 'HTTP 500 at http://localhost:1/auth/callback "Please confirm that this is you"'],
    ["599", page({ status: 599 }), 'HTTP 599 at http://localhost:1/auth/callback "Please confirm that this is you"'],
    ["503", page({ status: 503, text: "x" }), 'HTTP 503 at http://localhost:1/auth/callback "x"'],
    [
      "a crash that the person can read",
      page({ text: "Oh no. TypeError: Cannot read properties of undefined (reading 'email')" }),
      "a crash shows at http://localhost:1/auth/callback (HTTP 200): \"TypeError: Cannot read properties of undefined (reading 'email')\"",
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
    expect(decide(seen, OUT, { selector: "form", text: "confirm" })).toEqual({
      outcome: "broken",
      why,
      broke: { kind: expect.any(String) as unknown, why },
    });
  });

  it.each([
    ["a selector", { selector: "form#link" }, { selectors: ["form#link"] }],
    ["a text in any letter case", { text: "CONFIRM that" }, {}],
    ["the end of the address", { url: "/auth/callback" }, {}],
  ])("%s marks an interruption, whatever the status below 500", (_, mark, more) => {
    for (const status of [200, 403])
      expect(decide(page({ ...more, status }), OUT, mark)).toEqual({
        outcome: "interrupted",
        why: `interrupted: HTTP ${status} at http://localhost:1/auth/callback "Please confirm that this is you"`,
      });
  });

  it.each([
    ["it cannot do that", 501, {}, false],
    ["not now", 503, { "retry-after": "5" }, false],
    ["the IdP failed it", 502, {}, true],
    ["the IdP was away", 503, {}, true],
    ["the IdP gave no answer", 504, {}, true],
  ])("an SP that says %s (HTTP %i) has refused", (_, status, headers, idpFailed) => {
    expect(decide(page({ status, headers }), OUT, undefined, idpFailed).outcome).toBe("refused");
    expect(decide(page({ status: 500, headers }), OUT, undefined, idpFailed).outcome).toBe("broken");
  });

  it.each([200, 302, 400, 403, 404])("HTTP %i without a session and without a mark is a refusal", (status) => {
    for (const mark of [undefined, { selector: "form#link", text: "link your account", url: "/link" }])
      expect(decide(page({ status }), OUT, mark)).toMatchObject({
        outcome: "refused",
        why: `no session: HTTP ${status} at http://localhost:1/auth/callback "Please confirm that this is you"`,
      });
  });

  it("a session that cannot be told is told beside the refusal", () => {
    expect(decide(page(), UNKNOWN, undefined)).toEqual({
      outcome: "refused",
      why: 'no session: HTTP 200 at http://localhost:1/auth/callback "Please confirm that this is you"; session unknown: GET /me answered HTTP 500',
    });
  });
});
