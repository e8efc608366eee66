import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import { httpDriver } from "../support/target.ts";
import { failure, json, serve } from "../support/world.ts";
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
      says: /HTTP 302/,
      hint: /^$/,
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
      hint: /^$/,
    },
    {
      what: "an invalid map",
      driver: httpDriver({ map: { id: "$.id", email: "email" } }),
      answer: (res: ServerResponse) => json(res, [{ id: 1 }]),
      says: /invalid JSONPath in map.email: email/,
      hint: /^$/,
    },
    {
      what: "an invalid next",
      driver: httpDriver({ next: "$$" }),
      answer: (res: ServerResponse) => json(res, []),
      says: /invalid JSONPath in next/,
      hint: /^$/,
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
