import { expect, test } from "vitest";
import { entryToKeep, secretsIn } from "../../harness/observe/event.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";

const exchange: Exchange = {
  id: 1,
  at: 0,
  duration_ms: 1,
  by: "sp",
  request: {
    method: "POST",
    url: "http://idp.localhost/token",
    headers: { cookie: "sid=0123456789abcdef-session" },
    body: "grant_type=authorization_code&code=c0de-0123456789abcdef",
  },
  response: { status: 200, headers: {}, body: '{"access_token":"t0ken-0123456789abcdef","token_type":"Bearer"}' },
  messages: [],
};

test.each([
  ["nothing of it", '{"account":"7"}', []],
  ["a code", '{"query":"code=c0de-0123456789abcdef"}', ["a token, code or key"]],
  ["an access token", '{"raw":"t0ken-0123456789abcdef"}', ["a token, code or key"]],
  ["a cookie of the SP's own", '{"device":"0123456789abcdef-session"}', []],
  ["a JWT that nobody knows", '{"t":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ."}', ["a token"]],
  ["a signed assertion", '{"xml":"<ds:SignatureValue>abc"}', ["a signed assertion"]],
  ["a password", '{"form":"Secret-1!"}', ["a password"]],
  ["somebody else's code", '{"code":"c0de-fedcba9876543210"}', []],
])("%s", (_, entry, found) => {
  expect(secretsIn(entry, [exchange], ["Secret-1!"])).toEqual(found);
});

test("what the kit itself read is nobody's secret", () => {
  expect(secretsIn('{"raw":"t0ken-0123456789abcdef"}', [{ ...exchange, by: "kit" }], [])).toEqual([]);
});

test("an entry is kept without its secrets, and not without an end", () => {
  expect(entryToKeep('{"access_token":"t0ken-0123456789abcdef"}')).toBe('{"access_token":"[redacted]"}');
  expect(entryToKeep("x".repeat(5_000))).toHaveLength(2_000);
});
