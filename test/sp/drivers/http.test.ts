import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import type { Auth } from "../../../harness/scenario/model/index.ts";
import { freePort } from "../../../harness/ports.ts";
import { httpDriver } from "../support/target.ts";
import { bodyOf, failure, json, serve } from "../support/world.ts";
import { accountsReaderContract, open, STORED } from "./contract.ts";

const collect = { identities: { issuer: "$.links[*].iss", subject: "$.links[*].sub" }, roles: "$.roles[*]" };
const map = { id: "$.id", email: "$.email", active: "$.active" };

const at = (target: string, more = {}) => httpDriver({ request: { method: "GET", target }, ...more });

accountsReaderContract("http", async () => {
  const base_url = await serve((req, res) => {
    const url = new URL(req.url ?? "", "http://x");
    // Ids beyond 2^53 as bare numbers, as APIs in other languages write them.
    if (url.pathname === "/accounts") res.end(JSON.stringify(STORED).replace(/"id":"(\d+)"/g, '"id":$1'));
    else if (url.pathname === "/echo") json(res, [{ id: 1, email: url.searchParams.get("q") }]);
    else if (url.pathname === "/nameless") json(res, [{ uid: 1 }]);
    else json(res, []);
  });
  return {
    driver: at("/accounts", { map, collect }),
    empty: at("/empty"),
    echo: at("/echo?q={{ns}}"),
    broken: at(`http://localhost:${await freePort()}/accounts`),
    nameless: at("/nameless"),
    dir: "/",
    base_url,
  };
});

async function reader(handler: (req: IncomingMessage, res: ServerResponse) => unknown, driver = httpDriver()) {
  return open({ dir: "/", base_url: await serve(handler) }, driver);
}

const page = (req: IncomingMessage) => Number(new URL(req.url ?? "", "http://x").searchParams.get("page") ?? 1);

describe("http", () => {
  test.each([
    ["an empty list", { accounts: [] }, 0],
    ["a list that is left out", { total: 0 }, 0],
    ["no faults, said in a list", { errors: [], accounts: null }, 0],
    ["no faults, said in a map", { error: {}, ok: true }, 0],
    ["a fault in its place", { errors: [{ message: "not authorized" }], accounts: null }, null],
    ["a word that it is not well", { success: false }, null],
  ])("takes %s for what it says", async (_, answer, count) => {
    const sp = await reader((_req, res) => json(res, answer), httpDriver({ each: "$.accounts[*]" }));
    if (count === null) expect((await failure(sp.read("x"))).message).toContain("no list of accounts");
    else expect(await sp.read("x")).toHaveLength(count);
  });

  test("follows pages to the last, relative addresses and null included, with its headers", async () => {
    const seen: (string | undefined)[] = [];
    const paged = await reader(
      (req, res) => {
        seen.push(req.headers.authorization);
        json(res, { items: [{ id: page(req) }], next: page(req) < 3 ? `?page=${page(req) + 1}` : null });
      },
      httpDriver({ each: "$.items[*]", next: "$.next", headers: { authorization: "Bearer t-{{ns}}" } }),
    );
    expect((await paged.read("n1")).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(seen).toEqual(["Bearer t-n1", "Bearer t-n1", "Bearer t-n1"]);
  });

  test("does not follow pages for ever", async () => {
    const endless = await reader(
      (req, res) => json(res, { items: [], next: `?page=${page(req) + 1}` }),
      httpDriver({ each: "$.items[*]", next: "$.next" }),
    );
    expect((await failure(endless.read("x"))).message).toContain("no last page: next was followed 1000 times");
  });

  test("notices pages in a circle", async () => {
    const circle = await reader(
      (req, res) => json(res, { items: [], next: `?page=${3 - page(req)}` }),
      httpDriver({ each: "$.items[*]", next: "$.next" }),
    );
    expect((await failure(circle.read("x"))).message).toContain("in a circle");
  });

  test.each([
    {
      what: "a wrong token",
      driver: httpDriver(),
      answer: (res: ServerResponse) => json(res, { error: "bad token" }, 401),
      says: /HTTP 401: \{"error":"bad token"\}/,
      hint: /authorization/,
    },
    {
      what: "a crash",
      driver: httpDriver(),
      answer: (res: ServerResponse) => res.writeHead(500).end("boom\u001b[2J\nat line 1"),
      says: /HTTP 500: boom \[2J at line 1$/,
      hint: /^$/,
    },
    {
      what: "a redirect to a login page",
      driver: httpDriver(),
      answer: (res: ServerResponse) => res.writeHead(302, { location: "/login" }).end(),
      says: /was sent elsewhere: answered GET .* with HTTP 302 \(to \/login\)/,
      hint: /the kit was not let in/,
    },
    {
      what: "no JSON",
      driver: httpDriver(),
      answer: (res: ServerResponse) => res.end("<html>"),
      says: /no JSON: <html>/,
      hint: /JSON/,
    },
    {
      what: "a cut answer",
      driver: httpDriver(),
      answer: (res: ServerResponse) => {
        res.writeHead(200, { "content-length": "99" }).write("[");
        setTimeout(() => res.destroy(), 20);
      },
      says: /the connection was cut/,
      hint: /^$/,
    },
    {
      what: "an invalid each",
      driver: httpDriver({ each: "$[" }),
      answer: (res: ServerResponse) => json(res, []),
      says: /invalid JSONPath in each: \$\[/,
      hint: /RFC 9535/,
    },
    {
      what: "an invalid map",
      driver: httpDriver({ map: { id: "$.id", email: "email" } }),
      answer: (res: ServerResponse) => json(res, []),
      says: /invalid JSONPath in map.email: email/,
      hint: /RFC 9535/,
    },
    {
      what: "too many requests",
      driver: httpDriver(),
      answer: (res: ServerResponse) => res.writeHead(429, { "retry-after": "700" }).end("slow down"),
      says: /was rate-limited: answered GET \S+ with HTTP 429: slow down \(Retry-After: 700\)/,
      hint: /limit/,
    },
    {
      what: "a map that matches nothing",
      driver: httpDriver({ map: { id: "$.uuid" } }),
      answer: (res: ServerResponse) => json(res, [{ id: 1 }]),
      says: /map.id \(\$\.uuid\) matches nothing in \{"id":1\}/,
      hint: /^$/,
    },
    {
      what: "a page's number that the SP does not know",
      driver: httpDriver({ pages: { kind: "number", parameter: "page", first: 1 } }),
      answer: (res: ServerResponse) => json(res, [{ id: 1 }]),
      says: /shows the same accounts on page after page/,
      hint: /does not know the parameter/,
    },
    {
      what: "a cursor that is no text",
      driver: httpDriver({ each: "$.items[*]", pages: { kind: "cursor", cursor: "$.next", parameter: "after" } }),
      answer: (res: ServerResponse) => json(res, { items: [], next: { a: 1 } }),
      says: /a cursor that is no text: \$\.next finds \{"a":1\}/,
      hint: /^$/,
    },
    {
      what: "an invalid next",
      driver: httpDriver({ next: "$$" }),
      answer: (res: ServerResponse) => json(res, []),
      says: /invalid JSONPath in next/,
      hint: /RFC 9535/,
    },
    {
      what: "parts of different length",
      driver: httpDriver({ collect: { identities: { issuer: "$.a[*]", subject: "$.b[*]" } } }),
      answer: (res: ServerResponse) => json(res, [{ id: 1, a: [1, 2, 3], b: [1] }]),
      says: /issuer: 3, subject: 1/,
      hint: /^$/,
    },
    {
      what: "one account twice",
      driver: httpDriver(),
      answer: (res: ServerResponse) =>
        json(res, [
          { id: 1, email: "a" },
          { id: 1, email: "b" },
        ]),
      says: /account 1 more than once, with a different email/,
      hint: /collect/,
    },
  ])("tells of $what", async ({ driver, answer, says, hint }) => {
    const hostile = await reader((_, res) => answer(res), driver);
    const error = await failure(hostile.read("x"));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toMatch(says);
    expect(error.hint ?? "").toMatch(hint);
  });

  test("stops at an answer without end", async () => {
    const flood = await reader((_, res) => {
      const chunk = Buffer.alloc(1024 * 1024, " ");
      const pour = () => !res.destroyed && res.write(chunk, (error) => (error ? undefined : pour()));
      pour();
    });
    expect((await failure(flood.read("x"))).message).toContain("larger than 16 MiB");
  });
});

describe("http, page by page", () => {
  const items = ["a", "b", "c", "d", "e"].map((id) => ({ id }));

  test.each([1, 0])("by number, the first is %i, until a page is empty", async (first) => {
    const asked: (string | null)[] = [];
    const numbered = await reader(
      (req, res) => {
        const { searchParams } = new URL(req.url ?? "", "http://x");
        asked.push(searchParams.get("p"));
        expect(searchParams.get("q")).toBe("x");
        const from = (Number(searchParams.get("p")) - first) * 2;
        json(res, items.slice(from, from + 2));
      },
      at("/accounts?q={{ns}}", { pages: { kind: "number", parameter: "p", first } }),
    );
    expect((await numbered.read("x")).map(({ id }) => id)).toEqual(["a", "b", "c", "d", "e"]);
    expect(asked).toEqual([0, 1, 2, 3].map((page) => String(page + first)));
  });

  test("by cursor, whatever stands in it, until there is none", async () => {
    const cursors = [null, "a&b=c", "7", ""];
    const cursored = await reader(
      (req, res) => {
        const index = cursors.indexOf(new URL(req.url ?? "", "http://x").searchParams.get("after"));
        json(res, { items: items.slice(index, index + 1), meta: { next: cursors[index + 1] } });
      },
      httpDriver({ each: "$.items[*]", pages: { kind: "cursor", cursor: "$.meta.next", parameter: "after" } }),
    );
    expect((await cursored.read("x")).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  test("by cursor, but not in a circle", async () => {
    const circle = await reader(
      (_, res) => json(res, { items: [], next: "same" }),
      httpDriver({ each: "$.items[*]", pages: { kind: "cursor", cursor: "$.next", parameter: "after" } }),
    );
    expect((await failure(circle.read("x"))).message).toContain("pages in a circle: the cursor leads to");
  });
});

describe("http, let in", () => {
  const login = { method: "POST", target: "/login" } as const;
  const ways: readonly (readonly [string, Auth, string])[] = [
    ["basic", { kind: "basic", user: "kit", password: "p:ä" }, `Basic ${Buffer.from("kit:p:ä").toString("base64")}`],
    ["bearer", { kind: "bearer", token: "t1" }, "Bearer t1"],
  ];

  test.each(ways)("by %s", async (_, auth, sent) => {
    const seen: (string | undefined)[] = [];
    const one = await reader((req, res) => {
      seen.push(req.headers.authorization);
      json(res, []);
    }, httpDriver({ auth }));
    await one.read("x");
    expect(seen).toEqual([sent]);
  });

  test("by the cookies of a login, made once for all reads at once, and anew where the SP has forgotten it", async () => {
    const logins: string[] = [];
    let valid = "";
    const one = await reader(
      async (req, res) => {
        if (req.url !== "/login")
          return req.headers.cookie === `sid=${valid}; b=2` ? json(res, [{ id: 1 }]) : json(res, {}, 401);
        logins.push(`${req.headers["content-type"]} ${await bodyOf(req)}`);
        valid = `s${logins.length}`;
        return res
          .writeHead(303, {
            location: "/",
            "set-cookie": [`sid=${valid}; Path=/; HttpOnly`, "b=2", "gone=; Max-Age=0"],
          })
          .end();
      },
      httpDriver({ auth: { kind: "login", request: login, headers: {}, form: { user: "kit", password: "p&q" } } }),
    );
    await Promise.all([one.read("x"), one.read("x"), one.read("x")]);
    expect(logins).toEqual(["application/x-www-form-urlencoded user=kit&password=p%26q"]);
    valid = "restarted";
    expect(await one.read("x")).toHaveLength(1);
    expect(logins).toHaveLength(2);
  });

  test.each([
    [
      "refused",
      (res: ServerResponse) => json(res, { error: "no" }, 401),
      /was not let in: POST \/login answered HTTP 401: \{"error":"no"\}/,
    ],
    ["without a cookie", (res: ServerResponse) => json(res, {}), /POST \/login answered HTTP 200 and set no cookie/],
    ["without an answer", (res: ServerResponse) => res.destroy(), /got no answer to POST \/login/],
    [
      "of no use",
      (res: ServerResponse) => res.writeHead(200, { "set-cookie": "a=1" }).end(),
      /answered GET \S+ with HTTP 403/,
    ],
  ])("tells of a login that is %s", async (_, answer, says) => {
    const one = await reader(
      (req, res) => (req.url === "/login" ? answer(res) : json(res, {}, 403)),
      httpDriver({ auth: { kind: "login", request: login, headers: {}, json: { password: "p4ssword" } } }),
    );
    const error = await failure(one.read("x"));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toMatch(says);
    expect(error.hint).toContain("auth");
    expect(`${error.message} ${error.hint}`).not.toContain("p4ssword");
  });
});
