import { describe, expect, it } from "vitest";
import type { Page } from "../../harness/agent/port.ts";
import { endingOf, passedError } from "../../harness/drive/ending.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";

function page(url: string, text = "", title = ""): Page {
  return {
    url,
    status: 403,
    contentType: "text/html",
    title,
    text,
    forms: [],
    has: () => false,
    textOf: () => null,
    contentOf: () => null,
  };
}

function visit(url: string, at: number, browser = "aaaaaaaa/x"): Exchange {
  return {
    id: at,
    at,
    duration_ms: 1,
    by: "browser",
    browser,
    request: { method: "GET", url, headers: {} },
    messages: [],
  };
}

describe("where a sign-in ended", () => {
  it.each([
    ["http://localhost/login?error=OAuthCallback", "http://localhost/login?error=OAuthCallback"],
    [
      "http://localhost/login?state=abcdefgh&error_description=no+such%20client&code=C0de&error=server_error",
      "http://localhost/login?error_description=no such client&error=server_error",
    ],
    ["http://localhost/#error=denied&id_token=eyJhbGciOiJub25lIn0.eyJhIjoxfQ.", "http://localhost/?error=denied"],
    // A single page's own route: who sees no browser must be able to tell it from the front page.
    ["http://localhost/#/login?error=not_allowed&state=abcdefgh", "http://localhost/#/login?error=not_allowed"],
    ["http://localhost/app?tab=1#!/denied", "http://localhost/app#!/denied"],
    ["http://localhost/#section-2", "http://localhost/"],
    ["http://localhost/?errorCode=&message=", "http://localhost/"],
    ["http://localhost/?return_to=/a%3Ferror=1", "http://localhost/"],
    // What libraries put into a message: a token, an address with a secret in it, an escape sequence.
    [
      "http://localhost/?message=bad+token+eyJhbGciOiJub25lIn0.eyJhIjoxfQ.&error=%1B%5B31mred",
      "http://localhost/?message=bad token [redacted]&error=[31mred",
    ],
    ["http://localhost/?error=at+/cb%3Fcode=s3cret", "http://localhost/?error=at /cb?code=[redacted]"],
  ])("%s", (url, told) => {
    expect(endingOf(page(url))).toBe(`HTTP 403 at ${told}`);
  });

  it("tells the page's text, or its title, without secrets and at no length", () => {
    expect(endingOf(page("http://localhost/", "Sorry.\nclient_secret=s3cret", "Oops"))).toBe(
      'HTTP 403 at http://localhost/ "Sorry. client_secret=[redacted]"',
    );
    expect(endingOf(page("http://localhost/", "", "Oops"))).toBe('HTTP 403 at http://localhost/ "Oops"');
    expect(endingOf(page("http://localhost/", "long ".repeat(20_000))).length).toBeLessThan(250);
  });

  it("tells the last error that the browser was led past in this sign-in, where the end shows none", () => {
    const seen = [
      visit("http://localhost/cb?error=early", 1),
      visit("http://localhost/cb?error=access_denied&state=abcdefghijkl", 5),
      visit("http://localhost/", 6),
      visit("http://localhost/?error=another", 7, "aaaaaaaa/y"),
    ];
    const told = "; on the way there: http://localhost/cb?error=access_denied";
    expect(passedError(seen, "aaaaaaaa/x", 2, "http://localhost/")).toBe(told);
    expect(passedError(seen, "aaaaaaaa/x", 2, "http://localhost/?error=x")).toBe("");
    expect(passedError(seen, "aaaaaaaa/x", 6, "http://localhost/")).toBe("");
    const led = {
      ...visit("http://localhost/cb", 8),
      response: { status: 303, headers: { location: "/#/x?error=no" } },
    };
    expect(passedError([led], "aaaaaaaa/x", 2, "http://localhost/")).toBe(
      "; on the way there: http://localhost/#/x?error=no",
    );
  });
});
