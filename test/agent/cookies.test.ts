import { describe, expect, it } from "vitest";
import { createCookieBox } from "../../harness/agent/http/cookies.ts";
import { limitsOf } from "../../harness/agent/http/limits.ts";

/** Hosts that are not loopback, which no test may visit. */
describe("cookies of named hosts", () => {
  const sent = (set: string, line: string, to: string): string | null => {
    const box = createCookieBox(limitsOf({}));
    box.take(new URL(set), [line], []);
    return box.header({ url: new URL(to), method: "GET", initiator: null, navigation: true }, []);
  };

  it.each([
    ["http://sp/", "a=1; Domain=sp", "http://sp/", "a=1"],
    ["http://sp/", "a=1; Domain=other", "http://sp/", null],
    ["https://app.acme.test/", "a=1; Domain=acme.test", "https://id.acme.test/", "a=1"],
    ["https://app.acme.test/", "a=1", "https://id.acme.test/", null],
    ["https://app.acme.test/", "a=1; Domain=globex.test", "https://globex.test/", null],
    ["https://app.acme.test/", "a=1; Domain=test", "https://app.acme.test/", null],
    ["http://app.acme.test/", "a=1; Secure", "http://app.acme.test/", null],
    ["https://app.acme.test/", "a=1; Secure", "http://app.acme.test/", null],
  ])("%s sets %s, and %s gets %s", (set, line, to, expected) => {
    expect(sent(set, line, to)).toBe(expected);
  });
});

describe("why a cookie was refused, in the words that both agents have", () => {
  it.each([
    ["http://app.acme.test/", "sid=1; Secure", "Secure, and this is no secure connection"],
    ["http://app.acme.test/", "sid=1; SameSite=None", "SameSite=None without Secure"],
    ["http://app.acme.test/", "sid=1; Domain=globex.test", "its Domain does not fit"],
    ["http://app.acme.test/", "sid=1; Domain=test", "its Domain test is a public suffix"],
    ["http://app.acme.test/", "sid=1; Domain=\u00ff y", "its Domain does not fit"],
    ["https://a.test/", "__HOST-sid=1", "its name begins with a prefix whose conditions it does not meet"],
    [
      "https://a.test/",
      "__Host-sid=1; Path=/x; Secure",
      "its name begins with a prefix whose conditions it does not meet",
    ],
  ])("%s sets %s", (set, line, why) => {
    const notes: string[] = [];
    createCookieBox(limitsOf({})).take(new URL(set), [line], notes);
    expect(notes).toEqual([`cookie ${line.split("=", 1)[0]} was refused: ${why}`]);
  });

  it.each([
    ["http://app.acme.test/", "sid=2", "sid=1"],
    ["http://app.acme.test/", "sid=2; Domain=acme.test", "sid=1"],
    ["http://app.acme.test/", "SID=2", "sid=1; SID=2"],
    ["https://app.acme.test/", "sid=2", "sid=2"],
  ])("after a Secure cookie of https, %s sets %s", (from, line, held) => {
    const box = createCookieBox(limitsOf({}));
    box.take(new URL("https://app.acme.test/"), ["sid=1; Secure"], []);
    box.take(new URL(from), [line], []);
    const url = new URL("https://app.acme.test/");
    expect(box.header({ url, method: "GET", initiator: null, navigation: true }, [])).toBe(held);
  });

  it("a Secure cookie that was taken back hides nothing", () => {
    const box = createCookieBox(limitsOf({}));
    box.take(new URL("https://app.acme.test/"), ["sid=1; Secure; Max-Age=0"], []);
    box.take(new URL("http://app.acme.test/"), ["sid=2"], []);
    const url = new URL("http://app.acme.test/");
    expect(box.header({ url, method: "GET", initiator: null, navigation: true }, [])).toBe("sid=2");
  });

  it("a Secure cookie on this machine is taken, by whatever protocol", () => {
    const notes: string[] = [];
    createCookieBox(limitsOf({})).take(new URL("http://localhost/"), ["sid=1; Secure"], notes);
    expect(notes).toEqual([]);
  });
});
