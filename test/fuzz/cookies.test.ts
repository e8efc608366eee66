import * as fc from "fast-check";
import { expect } from "vitest";
import { createCookieBox } from "../../harness/agent/http/cookies.ts";
import { limitsOf } from "../../harness/agent/http/limits.ts";
import { Jar, type Asked, type Line } from "./jar.ts";
import { holds } from "./property.ts";

const HOSTS = ["app.acme.test", "id.acme.test", "acme.test", "globex.test", "localhost", "app.localhost", "127.0.0.1"];
const PATHS = ["/", "/a", "/a/", "/a/b", "/ab", "/A", "/a%2Fb", "/a/b/c"];

const url = fc
  .record({
    scheme: fc.constantFrom("http", "https"),
    host: fc.constantFrom(...HOSTS),
    path: fc.constantFrom(...PATHS),
  })
  .map(({ scheme, host, path }) => new URL(`${scheme}://${host}${path}`));

const line: fc.Arbitrary<Line> = fc.record({
  name: fc.constantFrom("sid", "SID", "s", "__Host-sid", "__Secure-sid", "__HOST-sid", "__secure-sid", "__Host", "a.b"),
  value: fc.constantFrom("1", "2", "", "a=b", '"q"', "%20"),
  domain: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    fc.constantFrom(...HOSTS, ".acme.test", "ACME.test", "test", "evil.test", "me.test", ""),
  ),
  path: fc.oneof(fc.constant(null), fc.constantFrom(...PATHS, "", "a", "//")),
  secure: fc.boolean(),
  sameSite: fc.constantFrom(null, "Strict", "Lax", "None", "none", "LAX"),
  maxAge: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.constantFrom("0", "-1", "100", "99999999999")),
});

const asked: fc.Arbitrary<Asked> = fc.record({
  url,
  method: fc.constantFrom("GET", "POST", "HEAD"),
  initiator: fc.option(url),
  navigation: fc.boolean(),
});

function written({ name, value, domain, path, secure, sameSite, maxAge }: Line): string {
  const attribute = (key: string, text: string | null): string => (text === null ? "" : `; ${key}=${text}`);
  return (
    `${name}=${value}${attribute("Domain", domain)}${attribute("path", path)}${secure ? "; SECURE" : ""}` +
    `${attribute("SameSite", sameSite)}${attribute("Max-Age", maxAge)}`
  );
}

function sentBy(box: ReturnType<typeof createCookieBox>, request: Asked): readonly string[] {
  return box.header(request, [])?.split("; ") ?? [];
}

holds(
  "the jar sends what the draft says, and nothing else",
  [fc.array(fc.tuple(url, line), { minLength: 1, maxLength: 6 }), fc.array(asked, { minLength: 1, maxLength: 4 })],
  (sets, requests) => {
    const [box, jar] = [createCookieBox(limitsOf({})), new Jar()];
    for (const [from, set] of sets) {
      box.take(from, [written(set)], []);
      jar.set(from, set);
    }
    for (const request of requests)
      expect(sentBy(box, request).toSorted(), request.url.href).toEqual(jar.sent(request).toSorted());
  },
  { runs: 1_000 },
);

const scrap = fc.constantFrom(
  ";",
  "=",
  " ",
  "\t",
  ",",
  '"',
  "Domain",
  "Path",
  "Secure",
  "SameSite",
  "None",
  "HttpOnly",
  "Expires",
  "Max-Age",
  "Partitioned",
  "__Host-",
  "Thu, 01 Jan 2099 00:00:00 GMT",
  "/",
  ".",
  "acme.test",
  "é",
  "\u00ff",
  "=;",
  "9".repeat(400),
);

holds(
  "whatever a server sets, no other host and no open connection sees it",
  [url, fc.array(fc.oneof(scrap, fc.string()), { maxLength: 12 }).map((all) => all.join("")), asked],
  (from, text, request) => {
    const box = createCookieBox(limitsOf({}));
    const notes: string[] = [];
    box.take(from, [text], notes);
    const sent = sentBy(box, request);
    if (sent.length === 0) return;
    const [one] = box.list();
    expect(box.list()).toHaveLength(1);
    expect(text).toContain(one?.value);
    const { hostname, pathname } = request.url;
    const own = hostname === from.hostname || /;\s*domain\s*=\s*\.?acme\.test\s*(?:;|$)/i.test(text);
    expect(own && (hostname === from.hostname || from.hostname.endsWith("acme.test"))).toBe(true);
    expect(pathname.startsWith(one?.path ?? "")).toBe(true);
    if (/;\s*secure\s*(?:;|=|$)/i.test(text))
      expect(`${request.url.protocol}${hostname}`).toMatch(/^https:|localhost$|127\.0\.0\.1$/);
  },
  { runs: 1_000 },
);
