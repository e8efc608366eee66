import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Answer, Asked, createRoutes, forms } from "../../harness/idp/http/index.ts";

const LIMIT = 2_000;
const FORM = "application/x-www-form-urlencoded";

const routes = createRoutes();
const inner = createRoutes();
inner.get("/:who", (req, res) =>
  res.json({ who: req.params.who, base: req.baseUrl, path: req.path, query: req.query }),
);
routes.use("/in", inner);
routes.post("/form", forms(LIMIT), (req, res) => res.json({ body: req.body ?? null }));
routes.get("/to", (req, res) => res.redirect(303, String(req.query["at"])));
routes.get("/page", (_req, res) => res.send("é"));
routes.use(((error: { status?: number; message: string }, _req, res, _next) => {
  res.status(error.status ?? 500).json({ error: error.message });
}) satisfies Parameters<typeof routes.use>[0]);

const server = createServer({ IncomingMessage: Asked, ServerResponse: Answer }, (req, res) =>
  routes(req, res, () => res.end("nobody")),
);
let origin = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
  const response = await fetch(`${origin}/form`, {
    method: "POST",
    body,
    headers: { "content-type": FORM, ...headers },
  });
  return { status: response.status, told: await response.json() };
};

describe("a form", () => {
  test("has its fields, a list where one stands twice", async () => {
    expect(await post("a=1&b=%C3%A9+x&a=2")).toEqual({ status: 200, told: { body: { a: ["1", "2"], b: "é x" } } });
  });
  test("that is empty has none, and what is no form is not read", async () => {
    expect(await post("")).toEqual({ status: 200, told: { body: {} } });
    expect(await post("{}", { "content-type": "application/json" })).toEqual({ status: 200, told: { body: null } });
  });
  test("may be packed, and be in another charset", async () => {
    expect(await post(gzipSync("a=1"), { "content-encoding": "gzip" })).toMatchObject({ told: { body: { a: "1" } } });
    const latin1 = { "content-type": `${FORM}; charset=iso-8859-1` };
    expect(await post(Buffer.from("a=é", "latin1"), latin1)).toMatchObject({ told: { body: { a: "é" } } });
  });
  test.each([
    ["too long", "a".repeat(LIMIT + 1), {}, 413],
    ["too long once unpacked", gzipSync("a".repeat(100_000)), { "content-encoding": "gzip" }, 413],
    ["of too many fields", "&".repeat(1_000), {}, 413],
    ["packed as nobody packs", "a=1", { "content-encoding": "rot13" }, 415],
    ["packed badly", "a=1", { "content-encoding": "gzip" }, 400],
    ["in a charset that nobody knows", "a=1", { "content-type": `${FORM}; charset=klingon` }, 415],
  ])("%s is told so, and the server goes on", async (_, body, headers, status) => {
    expect(await post(body, headers)).toMatchObject({ status, told: { error: expect.any(String) } });
    expect(await post("a=1")).toMatchObject({ status: 200 });
  });
});

test("a route below another knows where it is", async () => {
  const response = await fetch(`${origin}/in/ada%20l?x=1&x=2&y=`);
  expect(await response.json()).toEqual({
    who: "ada l",
    base: "/in",
    path: "/ada%20l",
    query: { x: ["1", "2"], y: "" },
  });
});

test("an address that no header may hold is encoded", async () => {
  const at = "http://a.test/é?x=\r\nSet-Cookie: b=1\ud800";
  const response = await fetch(`${origin}/to?at=${encodeURIComponent(at.toWellFormed())}`, { redirect: "manual" });
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("http://a.test/%C3%A9?x=%0D%0ASet-Cookie:%20b=1%EF%BF%BD");
  expect(response.headers.get("set-cookie")).toBeNull();
});

test("a page is HTML in UTF-8, and HEAD has its length alone", async () => {
  const got = await fetch(`${origin}/page`);
  expect([got.headers.get("content-type"), await got.text()]).toEqual(["text/html; charset=utf-8", "é"]);
  const head = await fetch(`${origin}/page`, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "2", ""]);
});
