import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { readSession } from "../../harness/sp/session.ts";
import type { KeptFrom, SessionDriver } from "../../harness/scenario/model/index.ts";
import { performActions } from "../../harness/sp/actions.ts";
import { PLACE, sessionOf } from "./support/target.ts";
import { json, later, serve } from "./support/world.ts";

async function sessionAt(answer: (res: ServerResponse, path: string) => unknown, driver: SessionDriver = sessionOf()) {
  const base_url = await serve((req, res) => answer(res, req.url ?? ""));
  const agent = createHttpAgent({ requestTimeoutMs: 500 });
  later(() => agent.close());
  return readSession(driver, base_url, agent.browser("ada"));
}

const html = (res: ServerResponse, body: string, status = 200) =>
  res.writeHead(status, { "content-type": "text/html" }).end(body);
const page = sessionOf({ account: { selector: "#user" } });

describe("session", () => {
  test.each([
    ["an id", (res: ServerResponse) => json(res, { id: 7 }), { state: "signed_in", account: "7" }],
    [
      "an id beyond 2^53",
      (res: ServerResponse) => res.end('{"id":9007199254740993}'),
      { state: "signed_in", account: "9007199254740993" },
    ],
    ["null", (res: ServerResponse) => json(res, { id: null }), { state: "signed_out" }],
    ["no such member", (res: ServerResponse) => json(res, {}), { state: "signed_out" }],
    ["401", (res: ServerResponse) => json(res, {}, 401), { state: "signed_out" }],
    ["204", (res: ServerResponse) => res.writeHead(204).end(), { state: "signed_out" }],
    [
      "nothing in it",
      (res: ServerResponse) => res.end(),
      { state: "signed_out", hint: "GET /me answered HTTP 200 with nothing in it" },
    ],
    ["a redirect", (res: ServerResponse) => res.writeHead(302, { location: "/login" }).end(), { state: "signed_out" }],
    [
      "500",
      (res: ServerResponse) => json(res, { id: 7 }, 500),
      { state: "unknown", reason: "GET /me answered HTTP 500" },
    ],
    [
      "429",
      (res: ServerResponse) => json(res.setHeader("retry-after", "700"), {}, 429),
      { state: "unknown", reason: "GET /me was rate-limited: it answered HTTP 429 (set limits.sign_ins_per_minute)" },
    ],
    [
      "HTML instead of JSON",
      (res: ServerResponse) => html(res, "<p>hi"),
      { state: "unknown", reason: "GET /me answered HTTP 200 and no JSON: <p>hi" },
    ],
    [
      "an object",
      (res: ServerResponse) => json(res, { id: {} }),
      { state: "unknown", reason: "GET /me shows no account id at $.id, but {}" },
    ],
    ["nothing at all", () => undefined, { state: "unknown", reason: expect.stringMatching(/timeout/) as unknown }],
    [
      "a cut connection",
      (res: ServerResponse) => res.destroy(),
      { state: "unknown", reason: expect.stringMatching(/connection/) as unknown },
    ],
  ])("by JSON: %s", async (_, answer, state) => {
    expect(await sessionAt(answer)).toEqual(state);
  });

  test("by JSON: a text that means signed out", async () => {
    const driver = sessionOf({ signed_out: { status: [], text: "please log in" } });
    expect(await sessionAt((res) => html(res, "<h1>Please log in</h1>"), driver)).toEqual({ state: "signed_out" });
  });

  test.each([
    ["an element", (res: ServerResponse) => html(res, "<b id=user> 7 </b>"), { state: "signed_in", account: "7" }],
    ["no such element", (res: ServerResponse) => html(res, "<a href=/login>Log in</a>"), { state: "signed_out" }],
    [
      "a redirect to the account's page",
      (res: ServerResponse, path: string) =>
        path === "/me" ? res.writeHead(302, { location: "/users/7" }).end() : html(res, "<b id=user>7</b>"),
      { state: "signed_in", account: "7" },
    ],
    ["401", (res: ServerResponse) => html(res, "<b id=user>7</b>", 401), { state: "signed_out" }],
    [
      "500",
      (res: ServerResponse) => html(res, "<b id=user>7</b>", 500),
      { state: "unknown", reason: "GET /me answered HTTP 500" },
    ],
  ])("by CSS selector: %s", async (_, answer, state) => {
    expect(await sessionAt(answer, page)).toEqual(state);
  });

  test("by an invalid path: unknown, and nothing is thrown", async () => {
    expect(await sessionAt((res) => json(res, {}), sessionOf({ account: { json: "id" } }))).toMatchObject({
      state: "unknown",
    });
  });

  describe("what a sign-in leaves beside cookies", () => {
    const bearer = { authorization: "Bearer {{kept.token}}" };
    const places = [
      [
        "the query of a redirect",
        { query: "token", decode: [] },
        (res: ServerResponse) => res.writeHead(302, { location: "/home?token=t+1" }).end(),
      ],
      [
        "its fragment",
        { query: "token", decode: [] },
        (res: ServerResponse) => res.writeHead(302, { location: "/home#/?token=t+1" }).end(),
      ],
      [
        "the fragment that is a route of the page",
        { query: "token", decode: [] },
        (res: ServerResponse) => res.writeHead(302, { location: "/home#/boards/mine?token=t+1" }).end(),
      ],
      [
        "a header",
        { header: "X-Token", decode: [] },
        (res: ServerResponse) => res.writeHead(200, { "x-token": "t 1" }).end("hi"),
      ],
      [
        "a JSON body",
        { body: "$.session.token", decode: [] },
        (res: ServerResponse) => json(res, { session: { token: "t 1" } }),
      ],
    ] as const;

    test.each(places)("is sent, also later: %s", async (_, token, leave) => {
      const base_url = await serve((req, res) => {
        if (req.url === "/callback") return leave(res);
        if (req.url !== "/me") return html(res, "home");
        return req.headers.authorization === "Bearer t 1"
          ? json(res, { id: 7 })
          : json(res, { sent: req.headers }, 401);
      });
      const agent = createHttpAgent({ requestTimeoutMs: 500 });
      later(() => agent.close());
      const driver = sessionOf({ headers: bearer, kept: { token } });
      const browser = agent.browser("ada");
      expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_out" });
      await browser.open(`${base_url}/callback`);
      expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_in", account: "7" });
      await browser.open(`${base_url}/other`);
      expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_in", account: "7" });
      expect(await readSession(driver, base_url, agent.browser("bob"))).toEqual({ state: "signed_out" });
    });

    test("is found where actions after the sign-in lead on", async () => {
      const base_url = await serve((req, res) => {
        if (req.url === "/me")
          return req.headers.authorization === "Bearer t1" ? json(res, { id: 7 }) : json(res, {}, 401);
        return html(res, "welcome");
      });
      const agent = createHttpAgent({ requestTimeoutMs: 500 });
      later(() => agent.close());
      const browser = agent.browser("ada");
      await browser.open(`${base_url}/home?token=t1`);
      const onward = [{ kind: "open", target: "/terms", place: PLACE }] as const;
      const kept = { token: { query: "token", decode: [] } };
      await performActions(browser, onward, { base_url, variables: {}, kept });
      const driver = sessionOf({ headers: bearer, kept });
      expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_in", account: "7" });
    });

    test("is found in the answer to a request of an action", async () => {
      const base_url = await serve((req, res) => {
        if (req.method === "POST") return json(res, { token: "t1" });
        return req.headers.authorization === "Bearer t1" ? json(res, { id: 7 }) : json(res, {}, 401);
      });
      const agent = createHttpAgent({ requestTimeoutMs: 500 });
      later(() => agent.close());
      const browser = agent.browser("ada");
      const request = { method: "POST", target: "/login" } as const;
      const kept = { token: { body: "$.token", decode: [] } };
      const actions = [{ kind: "request", request, headers: {}, place: PLACE }] as const;
      await performActions(browser, actions, { base_url, variables: {}, kept });
      const driver = sessionOf({ headers: bearer, kept });
      expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_in", account: "7" });
    });

    describe("in other places", () => {
      const claims = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const jwt = `${claims({ alg: "none" })}.${claims({ sub: "7", tok: "t1", realm: { roles: ["a", "b"] } })}.c2ln`;
      const island = `<script type="application/json" id=state>{"user": {"token": "t1"}}</script>`;
      test.each<[string, KeptFrom, string, string]>([
        ["a cookie", { cookie: "tok", decode: [] }, "tok=t1", ""],
        ["a cookie with percent signs", { cookie: "tok", decode: ["uri"] }, "tok=%74%31", ""],
        [
          "a cookie that holds JSON in base64",
          { cookie: "tok", decode: ["base64"], json: "$.token" },
          `tok=${Buffer.from('{"token":"t1"}').toString("base64")}`,
          "",
        ],
        [
          "a cookie that holds JSON in base64url, behind percent signs",
          { cookie: "tok", decode: ["uri", "base64url"], json: "$.a[0]" },
          `tok=${encodeURIComponent(claims({ a: ["t1"] }))}`,
          "",
        ],
        [
          "a cookie that holds JSON",
          { cookie: "tok", decode: [], json: "$.token" },
          `tok=${encodeURIComponent('{"token":"t1"}')}`,
          "",
        ],
        ["a cookie that holds a JWT", { cookie: "tok", decode: ["jwt"], json: "$.tok" }, `tok=${jwt}`, ""],
        ["a script with JSON in it", { selector: "script#state", decode: [], json: "$.user.token" }, "", island],
        [
          "an attribute",
          { selector: "meta[name=token]", attribute: "content", decode: [] },
          "",
          `<meta name=token content=t1>`,
        ],
        [
          "a group of a pattern",
          { pattern: "TOKEN = '([^']+)'", place: PLACE, decode: [] },
          "",
          `<script>var TOKEN = 't1';</script>`,
        ],
        [
          "what a script is given",
          { pattern: "window\\.__STATE__\\s*=", place: PLACE, decode: [], json: "$.u.token" },
          "",
          `<script>window.__STATE__ = {"u": {"x": "}", "token": "t1"}}; go({})</script>`,
        ],
      ])("%s", async (_, token, cookie, body) => {
        const base_url = await serve((req, res) => {
          if (req.url === "/me")
            return req.headers.authorization === "Bearer t1" ? json(res, { id: 7 }) : json(res, {}, 401);
          if (cookie !== "") res.setHeader("set-cookie", cookie);
          return html(res, body);
        });
        const agent = createHttpAgent({ requestTimeoutMs: 500 });
        later(() => agent.close());
        const browser = agent.browser("ada");
        const driver = sessionOf({ headers: bearer, kept: { token } });
        expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_out" });
        await browser.open(`${base_url}/home`);
        expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_in", account: "7" });
      });

      test("a JWT's claims show the account and its fields, once the SP lets the browser in", async () => {
        const base_url = await serve((req, res) => {
          if (req.url === "/boards")
            return req.headers.authorization === `Bearer ${jwt}` ? res.end("[]") : json(res, {}, 401);
          return html(res, "home");
        });
        const agent = createHttpAgent({ requestTimeoutMs: 500 });
        later(() => agent.close());
        const browser = agent.browser("ada");
        const driver = sessionOf({
          request: { method: "GET", target: "/boards" },
          headers: bearer,
          kept: { token: { query: "token", decode: [] } },
          account: { kept: "token", json: "$.sub" },
          fields: {
            roles: { kept: "token", json: "$.realm.roles[*]" },
            "attributes.dept": { kept: "token", json: "$.dept" },
          },
        });
        expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_out" });
        await browser.open(`${base_url}/home?token=${jwt}`);
        const shows = { roles: ["a", "b"] };
        expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_in", account: "7", shows });
      });

      test("what stands in the address is asked for only where it was kept", async () => {
        const asked: string[] = [];
        const base_url = await serve((req, res) => {
          asked.push(req.url ?? "");
          return json(res, { id: 7 });
        });
        const agent = createHttpAgent({ requestTimeoutMs: 500 });
        later(() => agent.close());
        const browser = agent.browser("ada");
        const request = { method: "GET", target: "/users/{{kept.uid}}" } as const;
        const driver = sessionOf({ request, kept: { uid: { query: "uid", decode: [] } } });
        expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_out" });
        await browser.open(`${base_url}/home?uid=7`);
        expect(await readSession(driver, base_url, browser)).toEqual({ state: "signed_in", account: "7" });
        expect(asked).toEqual(["/home?uid=7", "/users/7"]);
      });
    });

    test("is not sent where there is none: no half of a header", async () => {
      const seen: (string | undefined)[] = [];
      const base_url = await serve((req, res) => {
        seen.push(req.headers.authorization, String(req.headers["x-api"]));
        json(res, {}, 401);
      });
      const agent = createHttpAgent({ requestTimeoutMs: 500 });
      later(() => agent.close());
      const driver = sessionOf({
        headers: { ...bearer, "x-api": "2" },
        kept: { token: { query: "token", decode: [] } },
      });
      await readSession(driver, base_url, agent.browser("ada"));
      expect(seen).toEqual([undefined, "2"]);
    });
  });
});
