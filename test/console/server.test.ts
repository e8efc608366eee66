import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JitterbugError } from "../../harness/errors.ts";
import { serve, type Serving } from "../../harness/console/server.ts";

const TOKEN = "a-token-that-is-long-enough-for-a-test";
let serving: Serving;
let origin: string;
let asked: string[];
beforeEach(async () => {
  asked = [];
  serving = await serve(TOKEN, {
    answer: (method, path, body) => {
      asked.push(`${method} ${path.join("/")} ${JSON.stringify(body)}`);
      if (path[0] === "wrong") return Promise.reject(new JitterbugError("ERR_USAGE", "no", { hint: "so" }));
      return Promise.resolve(path[0] === "nothing" ? null : { done: true });
    },
    listen: () => () => undefined,
  });
  origin = new URL(serving.url).origin;
});
afterEach(() => serving.close());

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** What is sent to it, as no browser or fetch would: with a Host of one's own. */
function send(method: string, path: string, headers: Readonly<Record<string, string>>, body = ""): Promise<Answer> {
  return new Promise((done, fail) => {
    const sent = request(`${origin}${path}`, { method, headers }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      incoming.on("end", () => done({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }));
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

const own = () => ({ authorization: `Bearer ${TOKEN}`, "content-type": "application/json", origin });

describe("the API of the console", () => {
  it("answers the page that it served", async () => {
    expect(await send("POST", "/api/people/a%2Fb/save", own(), "{}")).toMatchObject({ status: 200 });
    expect(asked).toEqual(["POST people/a/b/save {}"]);
  });

  it.each([
    ["another origin", { origin: "http://localhost:1" }, 403],
    ["an opaque origin", { origin: "null" }, 403],
    ["the same name by https", { origin: "https://127.0.0.1" }, 403],
    ["another site, by the browser's own word", { "sec-fetch-site": "cross-site" }, 403],
    ["a page of another port", { "sec-fetch-site": "same-site" }, 403],
    ["who has no token", { authorization: "" }, 401],
    ["who has another token", { authorization: `Bearer ${TOKEN}x` }, 401],
    ["a form", { "content-type": "text/plain" }, 415],
    ["another Host", { host: "evil.test" }, 421],
    ["localhost, which is another origin", { host: "localhost" }, 421],
  ])("turns away %s", async (_, changed, status) => {
    const { text, ...answer } = await send("POST", "/api/sign-in", { ...own(), ...changed }, "{}");
    expect(answer.status, text).toBe(status);
    expect(asked).toEqual([]);
  });

  it("takes no change that names no Origin", async () => {
    const { origin: _, ...headers } = own();
    expect((await send("PUT", "/api/people/ada", headers, "{}")).status).toBe(403);
    expect(asked).toEqual([]);
  });

  it("lets no other page read, and none ask first", async () => {
    const preflight = await send("OPTIONS", "/api/sign-in", { origin: "http://localhost:1" });
    expect(preflight.status).toBe(403);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("reads no more of a body than it could need, and says what is wrong with one", async () => {
    const whole = JSON.stringify({ a: "a".repeat(300_000) });
    expect((await send("POST", "/api/x", own(), whole)).status).toBe(413);
    expect(await send("POST", "/api/x", own(), "{")).toMatchObject({ status: 400 });
    expect(await send("POST", "/api/x", own(), "[]")).toMatchObject({ status: 400 });
    expect(asked).toEqual([]);
  });

  it("tells a fault with its cure, and what is not there", async () => {
    const { status, text } = await send("POST", "/api/wrong", own(), "{}");
    expect([status, JSON.parse(text)]).toEqual([400, { error: "no", hint: "so" }]);
    expect((await send("GET", "/api/nothing", own())).status).toBe(404);
    expect((await send("GET", "/api/%zz", own())).status).toBe(400);
  });
});

describe("the page of the console", () => {
  it("holds no secret, and may load nothing from anybody else", async () => {
    const { status, text, headers } = await send("GET", "/", {});
    expect(status).toBe(200);
    expect(text).not.toContain(TOKEN);
    expect(new URL(serving.url).hash).toBe(`#${TOKEN}`);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|https?:/);
  });

  it.each([
    "/../package.json",
    "/console/page/../index.ts",
    "/console/index.ts",
    "/report/html/html.ts",
    "/etc/passwd",
  ])("serves nothing but its own files: %s", async (path) => {
    expect((await send("GET", path, {})).status).toBe(404);
  });

  it("is refused to another name", async () => {
    expect((await send("GET", "/", { host: "rebound.test" })).status).toBe(421);
  });
});
