import { expect, test } from "vitest";
import { forged } from "../../harness/drive/forge.ts";

const RENAMING = [
  ["eve@acme.test", "ada@acme.test"],
  ["12", "7"],
] as const;
const in64 = (text: string, how: "base64" | "base64url" = "base64url") => Buffer.from(text).toString(how);

test.each([
  ["an id as it stands", "12", "7"],
  ["an id in JSON, percent-encoded", encodeURIComponent('{"user":12}'), encodeURIComponent('{"user":7}')],
  ["an address in base64", in64('{"email":"eve@acme.test"}'), in64('{"email":"ada@acme.test"}')],
  ["the same with padding", in64('{"id":12,"nnn":1}', "base64"), in64('{"id":7,"nnn":1}', "base64")],
  ["a token's payload", `e30.${in64('{"sub":12,"a":1}')}.c2ln`, `e30.${in64('{"sub":7,"a":1}')}.c2ln`],
  ["an id within another", "s:3124", "s:3124"],
  ["what names nobody", "s%3AQ2VyYXRv.c2lnbmF0dXJl", "s%3AQ2VyYXRv.c2lnbmF0dXJl"],
  ["what is no percent-encoding", "100%", "100%"],
  ["nothing", "", ""],
])("%s", (_, value, written) => {
  expect(forged(value, RENAMING)).toBe(written);
});

test("a name with signs of patterns in it is a text", () => {
  expect(forged("a.c abc", [["a.c", "$&x"]])).toBe("$&x abc");
});
