import { describe, expect, it } from "vitest";
import { redactExchange, redactText, redactUrl, type Exchange } from "../../harness/observe/index.ts";
import { Vault } from "../../harness/observe/vault.ts";
import { KNOBS } from "../../harness/scenario/model/knobs.ts";

const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";
const STATE = "0123456789abcdefghijklmnop";

function exchange(change: Partial<Exchange>): Exchange {
  return {
    id: 1,
    at: 0,
    duration_ms: 1,
    by: "browser",
    browser: "ada",
    request: { method: "GET", url: "http://localhost/", headers: {} },
    messages: [],
    ...change,
  };
}

describe("redactText", () => {
  it.each([
    ["query", "/cb?code=s3cret&state=ok", "/cb?code=[redacted]&state=[redacted]"],
    [
      "fragment",
      "http://sp/cb#access_token=s3cret&token_type=Bearer",
      "http://sp/cb#access_token=[redacted]&token_type=Bearer",
    ],
    ["form", "user=ada&password=s3cret%21", "user=ada&password=[redacted]"],
    [
      "JSON",
      '{"email":"a@b.test","client_secret" : "s3\\"cret"}',
      '{"email":"a@b.test","client_secret" : "[redacted]"}',
    ],
    [
      "JSON in camel case",
      '{"clientSecret":"s3cret","accessToken":"s3cret"}',
      '{"clientSecret":"[redacted]","accessToken":"[redacted]"}',
    ],
    ["JWT", `token ${JWT} of ada`, "token [redacted] of ada"],
    ["scheme", "Authorization: Bearer s3cret.s3cret", "Authorization: Bearer [redacted]"],
    [
      "XML",
      "<ds:SignatureValue>s3cret=</ds:SignatureValue><NameID>ada</NameID>",
      "<ds:SignatureValue>[redacted]</ds:SignatureValue><NameID>ada</NameID>",
    ],
    [
      "hidden input",
      '<input type="hidden" name="SAMLResponse" value="s3cret">',
      '<input type="hidden" name="SAMLResponse" value="[redacted]">',
    ],
    ["input, value first", "<input value='s3cret' name=csrf_token>", '<input value="[redacted]" name=csrf_token>'],
    [
      "password field",
      '<input type=password name=pass value="s3cret">',
      '<input type=password name=pass value="[redacted]">',
    ],
    ["JSON in a JSON text", String.raw`"{\"a\":\"token=s3cret\"}"`, String.raw`"{\"a\":\"token=[redacted]\"}"`],
    ["link", '<a href="/verify?token=s3cret&amp;x=1">', '<a href="/verify?token=[redacted]&amp;x=1">'],
  ])("takes secrets out of a %s", (_, text, clean) => {
    expect(redactText(text)).toBe(clean);
    expect(redactText(clean)).toBe(clean);
  });

  it.each([
    "InResponseTo of the bearer confirmation is read",
    "no bearer SubjectConfirmation.",
    "Basic authentication, not POST",
  ])("leaves words that are no credential: %s", (text) => expect(redactText(text)).toBe(text));

  it.each([
    "Bearer abcdefghijklmnopqrstuvwxyz",
    "bearer abcdef",
    "Basic dXNlcjpwYXNz",
    "DPoP abc-def.ghi",
    "Bearer token-of-ada",
  ])("takes what may be one: %s", (text) => expect(redactText(text)).toMatch(/^\w+ \[redacted\]$/));

  it("leaves what a reader needs", () => {
    const text =
      '{"sub":"ada","email":"ada@acme.test","groups":["eng"],"code_challenge":"abc"} status_code=200 /accounts?email=a%40b';
    expect(redactText(text)).toBe(text);
  });

  it("leaves a declaration whole, in the name of a check and as JSON", () => {
    const declarations = Object.entries(KNOBS).flatMap(([knob, values]) =>
      values.map((value) => `a-check [oidc, ${knob}=${value}] {"${knob}":"${value}"}, (${knob}=${value}), so`),
    );
    expect(declarations.map((text) => redactText(text))).toEqual(declarations);
    expect(redactText("?local_password=hunter22&x=1")).toBe("?local_password=[redacted]&x=1");
  });

  it("keeps enough of a state to compare it", () => {
    expect(redactUrl(`http://sp/cb?state=${STATE}&nonce=${STATE}`)).toBe(
      "http://sp/cb?state=012345…[redacted]&nonce=012345…[redacted]",
    );
    expect(redactText("RelayState=/dashboard")).toBe("RelayState=/dashboard");
  });

  it("takes known secrets out wherever they stand, encoded too, the longest first", () => {
    const vault = new Vault();
    vault.learn(["hunter2!", "hunter2!extra", "a"]);
    expect(redactText("x hunter2!extra y hunter2! z hunter2%21 q", vault.redact)).toBe(
      "x [redacted 2] y [redacted 1] z [redacted 1] q",
    );
    expect(redactText("a1b", vault.redact)).toBe("a1b");
  });

  it("takes user information out of an address", () => {
    expect(redactUrl("http://user:pass@localhost/x")).toBe("http://localhost/x");
  });

  it.each(["<input", '"a":"', "<SignatureValue ", "a=", "eyJaaaaaaaa.", "<input value=", "Bearer ", "a.b-c["])(
    "comes to an end on 64 KiB of %s",
    (piece) => {
      const text = piece.repeat(Math.ceil((64 * 1024) / piece.length));
      expect(redactText(text)).toBeTypeOf("string");
    },
  );
});

describe("redactExchange", () => {
  it("keeps the names and attributes of cookies, and no value of any", () => {
    const clean = redactExchange(
      exchange({
        request: {
          method: "GET",
          url: "http://localhost/",
          headers: { cookie: "sid=s3cret; a=s3cret=", authorization: "Basic czNjcmV0" },
        },
        response: {
          status: 302,
          headers: {
            "set-cookie": ["sid=s3cret; Path=/; HttpOnly", "b=s3cret"],
            location: "/cb?code=s3cret",
            "x-api-key": "s3cret",
          },
        },
      }),
    );
    expect(clean.request.headers).toEqual({
      cookie: "sid=[redacted]; a=[redacted]",
      authorization: "Basic [redacted]",
    });
    expect(clean.response?.headers).toEqual({
      "set-cookie": ["sid=[redacted]; Path=/; HttpOnly", "b=[redacted]"],
      location: "/cb?code=[redacted]",
      "x-api-key": "[redacted]",
    });
  });

  it("keeps claims readable and drops tokens, codes, signatures and blobs", () => {
    const secret = exchange({
      request: {
        method: "POST",
        url: `http://sp/cb?id_token=${JWT}`,
        headers: {},
        body: "SAMLResponse=PHM-s3cret&client_secret=s3cret&grant_type=authorization_code",
      },
      response: { status: 200, headers: {}, body: `{"access_token":"s3cret","id_token":"${JWT}","expires_in":60}` },
      messages: [
        { kind: "token_request", content: { code: "s3cret", code_verifier: "s3cret", redirect_uri: "http://sp/cb" } },
        {
          kind: "id_token",
          content: { sub: "ada", email: "ada@acme.test", nonce: STATE, groups: ["eng"], address: { locality: "X" } },
          header: { alg: "RS256", kid: "k-1", jku: "http://idp/?client_secret=s3cret" },
        },
        {
          kind: "Response",
          content: { xml: "<a><SignatureValue>s3cret</SignatureValue><Attribute>ada</Attribute></a>" },
        },
      ],
    });
    const clean = redactExchange(secret);
    expect(JSON.stringify(clean)).not.toMatch(/s3cret|eyJ/);
    expect(clean.messages).toEqual([
      {
        kind: "token_request",
        content: { code: "[redacted]", code_verifier: "[redacted]", redirect_uri: "http://sp/cb" },
      },
      {
        kind: "id_token",
        content: {
          sub: "ada",
          email: "ada@acme.test",
          nonce: "012345…[redacted]",
          groups: ["eng"],
          address: { locality: "X" },
        },
        header: { alg: "RS256", kid: "k-1", jku: "http://idp/?client_secret=[redacted]" },
      },
      {
        kind: "Response",
        content: { xml: "<a><SignatureValue>[redacted]</SignatureValue><Attribute>ada</Attribute></a>" },
      },
    ]);
    expect(redactExchange(clean)).toEqual(clean);
    expect(secret.request.body).toContain("s3cret");
  });

  it("takes the run's own secrets out of everything", () => {
    const vault = new Vault();
    vault.learn(["hunter22"]);
    const dirty = exchange({
      request: { method: "GET", url: "http://sp/hunter22", headers: { "x-a": "hunter22" }, body: "hunter22" },
      messages: [{ kind: "userinfo", content: { note: ["is hunter22"] } }],
      notes: ["cookie hunter22 was refused"],
      failure: { kind: "malformed", detail: "hunter22" },
    });
    expect(JSON.stringify(redactExchange(dirty, vault.redact))).not.toContain("hunter22");
  });

  it("takes them out of names, but not a name that is only called like one", () => {
    const vault = new Vault();
    vault.learn(["hunter22", "password"]);
    const dirty = exchange({
      request: { method: "GET", url: "http://sp/", headers: { hunter22: "x" } },
      messages: [{ kind: "token_request", content: { hunter22: "x", password: "x" } }],
    });
    const { request, messages } = redactExchange(dirty, vault.redact);
    expect(request.headers).toEqual({ "[redacted 1]": "x" });
    expect(messages[0]?.content).toEqual({ "[redacted 1]": "x", password: "[redacted]" });
  });
});
