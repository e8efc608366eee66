import type { RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { ADA, pusher, served } from "./support.ts";

function answers(status: number, body: string, headers: { readonly [name: string]: string } = {}): RequestListener {
  return (req, res) => {
    req.resume();
    res.writeHead(status, { "content-type": "application/scim+json", ...headers }).end(body);
  };
}

describe("what is no SCIM server is told in one line, and not asked again", () => {
  test.each([
    [
      "a redirect",
      answers(302, "", { location: "/login?next=x" }),
      "HTTP 302, and leads to /login: no IdP follows that",
    ],
    [
      "the page of an application",
      answers(200, "<!doctype html><title>App</title>", { "content-type": "text/html; charset=utf-8" }),
      "HTTP 200 with text/html where SCIM has a JSON object: <!doctype html>",
    ],
    ["JSON that is none", answers(201, "{ no"), "where SCIM has a JSON object: { no"],
    ["a list", answers(200, "[]"), "where SCIM has a JSON object: []"],
    [
      "a huge answer",
      answers(200, `"${"x".repeat(17 * 1024 * 1024)}"`),
      "got no answer: the answer is larger than 16 MiB",
    ],
  ])("%s", async (_, listener, told) => {
    const { origin, asked } = await served(listener);
    const pushed = pusher(origin, "plain").client.create(ADA);
    await expect(pushed).rejects.toThrow(told);
    await expect(pushed).rejects.not.toThrow(/\n/);
    expect(asked).toHaveLength(1);
  });

  test("nothing listens there", async () => {
    const { client, pauses } = pusher("http://127.0.0.1:9", "plain");
    await expect(client.create(ADA)).rejects.toThrow("POST /Users got no answer: nothing listens there");
    expect(pauses).toEqual([]);
  });

  test("another machine is not spoken to", async () => {
    await expect(pusher("http://203.0.113.7/scim", "plain").client.create(ADA)).rejects.toThrow("203.0.113.7");
  });
});

describe("what may pass is asked again, three times at most", () => {
  test.each([
    ["500", answers(500, "{}"), 'HTTP 500 at POST /Users: "{}"'],
    ["429", answers(429, ""), "HTTP 429 at POST /Users"],
  ])("HTTP %s", async (status, listener, why) => {
    const { origin, asked } = await served(listener);
    const { client, pauses } = pusher(origin, "plain");
    expect(await client.create(ADA)).toMatchObject({ outcome: status === "429" ? "refused" : "broken", why });
    expect(asked).toHaveLength(3);
    expect(pauses).toEqual([1, 2]);
  });

  test("no answer in time, a connection that is cut", async () => {
    const slow = await served(() => {});
    expect(await pusher(slow.origin, "plain", { timeoutMs: 50 }).client.create(ADA)).toMatchObject({
      outcome: "broken",
      why: expect.stringContaining("no whole answer within 0.05 s") as unknown,
    });
    expect(slow.asked).toHaveLength(3);
    const cut = await served((req) => req.socket.destroy());
    expect(await pusher(cut.origin, "plain").client.create(ADA)).toMatchObject({ outcome: "broken" });
    expect(cut.asked).toHaveLength(3);
  });

  test("a Retry-After is waited for, and one that is long ends it", async () => {
    let once = true;
    const short = await served((req, res) => {
      req.resume();
      res.writeHead(once ? 503 : 201, { "retry-after": "2" }).end(once ? "" : '{"id":"1"}');
      once = false;
    });
    const { client, pauses } = pusher(short.origin, "plain");
    expect(await client.create(ADA)).toMatchObject({ outcome: "done", id: "1" });
    expect(pauses).toEqual([2_000]);
    const long = await served(answers(503, "", { "retry-after": "3600" }));
    expect(await pusher(long.origin, "plain").client.create(ADA)).toMatchObject({ outcome: "broken" });
    expect(long.asked).toHaveLength(1);
  });
});

test.each([
  [401, "refused"],
  [403, "refused"],
  [409, "refused"],
  [501, "unsupported"],
])("HTTP %i is %s, and not asked again", async (status, outcome) => {
  const detail = "no\nsuch \u001b[31mluck";
  const { origin, asked } = await served(answers(status, JSON.stringify({ status: String(status), detail })));
  const pushed = await pusher(origin, "plain").client.create(ADA);
  expect(pushed).toMatchObject({ outcome, why: `HTTP ${status} at POST /Users: "no such [31mluck"` });
  expect(asked).toHaveLength(1);
});

test("an SP without /Groups is unsupported; one without the user is refused", async () => {
  const { origin } = await served(answers(404, "{}"));
  const { client } = pusher(origin, "plain");
  expect(await client.group({ name: "staff" })).toMatchObject({ outcome: "unsupported" });
  expect(await client.setActive({ claims: ADA, id: "1" }, false)).toMatchObject({ outcome: "refused" });
  expect(await client.setActive({ claims: ADA, id: null }, false)).toMatchObject({
    outcome: "refused",
    why: "nobody is there by that name",
  });
});
