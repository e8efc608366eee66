import { describe, expect, test } from "vitest";
import type { Exchange } from "../../harness/observe/exchange.ts";
import { Vault } from "../../harness/observe/vault.ts";

function exchange(change: Partial<Exchange>): Exchange {
  const request = { method: "GET", url: "http://localhost/x", headers: {} };
  return { id: 1, at: 0, duration_ms: 1, by: "browser", request, messages: [], ...change };
}

/** A vault to which these exchanges have come. */
function noticed(...changes: readonly Partial<Exchange>[]): Vault {
  const vault = new Vault();
  for (const change of changes) vault.notice(exchange(change));
  return vault;
}

describe("what is known", () => {
  test("goes in every form in which it can stand, under one number", () => {
    const vault = new Vault();
    vault.learn(['s3cr&t "q"', "other-one"]);
    const forms = [
      's3cr&t "q"',
      "s3cr%26t%20%22q%22",
      "s3cr%26t+%22q%22",
      's3cr&t \\"q\\"',
      "s3cr&amp;t &quot;q&quot;",
    ];
    for (const form of forms) expect(vault.redact(`<${form}>`)).toBe("<[redacted 1]>");
    expect(vault.redact("other-one")).toBe("[redacted 2]");
  });

  test("goes in the spellings of other programs, too", () => {
    const vault = new Vault();
    vault.learn([`a/b&'c"<d`]);
    const spellings = [
      `a/b&amp;'c"&lt;d`,
      "a/b&amp;&#x27;c&quot;&lt;d",
      "a/b&amp;&#39;c&#34;&lt;d",
      "a/b&amp;&#039;c&quot;&lt;d",
      String.raw`a\/b&'c\"<d`,
      String.raw`a/b\u0026'c\"\u003cd`,
      "a%2fb%26'c%22%3cd",
    ];
    for (const spelling of spellings) expect(vault.redact(`<${spelling}>`)).toBe("<[redacted 1]>");
  });

  test("a short value, and one that is told on purpose, stay", () => {
    const vault = new Vault();
    vault.learn(["app", "shown-secret"]);
    vault.reveal(["shown-secret"]);
    vault.learn(["shown-secret"]);
    expect(vault.redact("app shown-secret")).toBe("app shown-secret");
  });

  test("what is printed loses tokens, private keys and passwords of addresses besides", () => {
    const { printed } = new Vault();
    expect(printed("postgres://app:pa55word@localhost/db")).toBe("postgres://app:***@localhost/db");
    expect(printed("-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----")).toBe("[redacted]");
    expect(printed("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.abc")).toBe("[redacted]");
    expect(printed("http://localhost:3000/a@b c")).toBe("http://localhost:3000/a@b c");
  });
});

describe("what the wire shows to be secret", () => {
  const cases: readonly (readonly [string, Partial<Exchange>, string])[] = [
    ["a cookie", { response: { status: 200, headers: { "Set-Cookie": "sid=a8f3k2l9x0; Path=/" } } }, "a8f3k2l9x0"],
    [
      "a cookie that is encoded",
      { response: { status: 200, headers: { "set-cookie": ["s=s%3Aab12cd34.x%2F"] } } },
      "s:ab12cd34.x/",
    ],
    [
      "a cookie of the request",
      { request: { method: "GET", url: "http://x/", headers: { Cookie: "a=b; sid=zz99yy88" } } },
      "zz99yy88",
    ],
    [
      "a bearer token",
      { request: { method: "GET", url: "http://x/", headers: { authorization: "Bearer opaque-123456" } } },
      "opaque-123456",
    ],
    [
      "Basic's password",
      { request: { method: "GET", url: "http://x/", headers: { authorization: `Basic ${btoa("app:pa55-w0rd!")}` } } },
      "pa55-w0rd!",
    ],
    [
      "a code in an address",
      { request: { method: "GET", url: "http://x/cb?code=c0de-123456&state=s", headers: {} } },
      "c0de-123456",
    ],
    [
      "a token in a Location",
      { response: { status: 302, headers: { location: "/app?token=t0ken-123456" } } },
      "t0ken-123456",
    ],
    [
      "a member of JSON",
      { response: { status: 200, headers: {}, body: '{"access_token":"0paque.value"}' } },
      "0paque.value",
    ],
    [
      "a protocol message",
      { messages: [{ kind: "token_response", content: { refresh_token: "r3fresh-1234" } }] },
      "r3fresh-1234",
    ],
  ];

  test.each(cases)("%s goes wherever the SP echoes it", (_, change, secret) => {
    const { redact } = noticed(change);
    expect(redact(`your ${secret} is`)).toMatch(/^your \[redacted \d\] is$/);
  });

  test("an issued value goes with what ends a sentence or stands before it, also where it has such signs itself", () => {
    const values = ["k3J9xQ2abZ77aa-", "-k3J9xQ2abZ88bb", "k3J9xQ2abZ99cc", "_k3J9xQ2abZ11dd~"];
    const vault = noticed(
      ...values.map((code) => ({
        request: { method: "GET", url: `http://localhost/callback?code=${code}`, headers: {} },
      })),
    );
    for (const value of values)
      for (const text of [`${value}.`, `-${value}`, `--${value}...`, `(${value}-)`, value]) {
        const told = vault.redact(`it was ${text} then`);
        expect(told).toMatch(/\[redacted \d\]/);
        expect(told).not.toContain(value.slice(2, -1));
      }
  });

  test("words, numbers and paths under a secret name are none", () => {
    const body = '{"code":"unverified_email","token":"1234567890","session":"/account/settings"}';
    const { redact } = noticed({ response: { status: 200, headers: {}, body } });
    const text = "unverified_email 1234567890 /account/settings";
    expect(redact(text)).toBe(text);
  });

  test("a password is forgotten with its check; what everybody knows, and what was issued, is not", () => {
    const vault = noticed({ response: { status: 200, headers: { "set-cookie": "sid=a8f3k2l9x0" } } });
    vault.learn(["known-to-all"]);
    const text = "known-to-all its-password. a8f3k2l9x0.";
    const ofCheck = "[redacted 2] [redacted password 1]. [redacted 1].";
    expect(vault.without(["its-password"])(text)).toBe(ofCheck);
    // Its plan is written by another call than its observation, and must say the same.
    expect(vault.without(["its-password"])(text)).toBe(ofCheck);
    expect(vault.redact(text)).toBe("[redacted 2] its-password. [redacted 1].");
  });

  test("what carries the namespace of its browser, or is an address, stays legible", () => {
    const headers = { "set-cookie": ["user=ada.k3x9q2ab", "mail=ada@acme.test"] };
    const { redact } = noticed({ browser: "k3x9q2ab/first", response: { status: 200, headers } });
    expect(redact("ada.k3x9q2ab ada@acme.test")).toBe("ada.k3x9q2ab ada@acme.test");
  });
});

test("what stands for a secret already is none: else different ones would read as the same", () => {
  const content = { code: "[secret]", client_secret: "[redacted]", access_token: "[redacted 3]" };
  const vault = noticed({ messages: [{ kind: "token_request", content }] });
  for (const text of Object.values(content)) expect(vault.redact(text)).toBe(text);
});
