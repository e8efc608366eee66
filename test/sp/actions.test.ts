import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import type { Browser } from "../../harness/agent/port.ts";
import type { Action } from "../../harness/scenario/model/index.ts";
import { ActionFailed, performActions } from "../../harness/sp/actions.ts";
import { PLACE } from "./support/target.ts";
import { bodyOf, json, later, serve } from "./support/world.ts";

type Bare = Action extends infer A ? (A extends Action ? Omit<A, "place"> : never) : never;

const FORM = `<!doctype html><title>Sign in</title><form method="post" action="/login">
  <label for="e">Your email</label><input id="e" name="email"><input type="hidden" name="csrf" value="t0ken">
  <button>Continue</button></form><a href="/help">Need help?</a>`;

interface Asked {
  readonly line: string;
  readonly body: string;
  readonly mode: string;
}

async function sp(): Promise<{ base_url: string; browser: Browser; asked: Asked[] }> {
  const asked: Asked[] = [];
  const base_url = await serve(async (req: IncomingMessage, res: ServerResponse) => {
    const line = `${req.method} ${req.url}`;
    asked.push({ line, body: await bodyOf(req), mode: String(req.headers["sec-fetch-mode"]) });
    if (req.url === "/start") return json(res, { next: { url: "/landing?from=json" } });
    if (req.url === "/crash") return res.writeHead(500).end("down");
    if (req.url === "/denied") return json(res, { error: "wrong  password" }, 401);
    if (req.url === "/words") return res.end("not json");
    res.writeHead(200, { "content-type": "text/html" }).end(FORM);
  });
  const agent = createHttpAgent({ requestTimeoutMs: 2_000 });
  later(() => agent.close());
  return { base_url, browser: agent.browser("ada"), asked };
}

async function perform({ base_url, browser }: { base_url: string; browser: Browser }, ...actions: readonly Bare[]) {
  const variables = { email: "ada+x@acme.test", organization: "acme" };
  const placed = actions.map((action) => ({ ...action, place: PLACE }));
  return (await performActions(browser, placed, { base_url, variables })).page;
}

describe("what a person does by hand", () => {
  test("opens, fills and presses, with the person's values and what the page itself sends", async () => {
    const world = await sp();
    const page = await perform(
      world,
      { kind: "open", target: "/login?org={{organization}}" },
      { kind: "fill", fields: { "Your email": "{{email}}" } },
      { kind: "press", what: "Continue" },
    );
    expect(page?.url).toBe(`${world.base_url}/login`);
    expect(world.asked).toEqual([
      { line: "GET /login?org=acme", body: "", mode: "navigate" },
      { line: "POST /login", body: "email=ada%2Bx%40acme.test&csrf=t0ken", mode: "navigate" },
    ]);
  });

  test("sends what a script would send, and goes where its answer says", async () => {
    const world = await sp();
    const page = await perform(
      world,
      { kind: "open", target: "/" },
      {
        kind: "request",
        request: { method: "POST", target: "/start" },
        headers: {},
        json: { email: "{{email}}", nested: ["{{organization}}"] },
        open: "$.next.url",
      },
    );
    expect(page?.url).toBe(`${world.base_url}/landing?from=json`);
    expect(world.asked.slice(1)).toEqual([
      { line: "POST /start", body: '{"email":"ada+x@acme.test","nested":["acme"]}', mode: "cors" },
      { line: "GET /landing?from=json", body: "", mode: "navigate" },
    ]);
  });

  test("ends at a page that crashed: nothing is pressed on it", async () => {
    const world = await sp();
    const page = await perform(world, { kind: "open", target: "/crash" }, { kind: "press", what: "Continue" });
    expect([page?.status, world.asked.length]).toEqual([500, 1]);
  });

  test.each([
    ["/denied", 401, '{"error":"wrong password"}'],
    ["/crash", 500, "down"],
    ["/start", 200, '{"next":{"url":"/landing?from=json"}}'],
  ])("ends at what a script was answered where no page was opened: %s", async (target, status, text) => {
    const page = await perform(await sp(), { kind: "request", request: { method: "POST", target }, headers: {} });
    expect([page?.status, page?.text, page?.has("body")]).toEqual([status, text, false]);
  });

  test.each([
    ["/denied", 401],
    ["/start", 200],
  ])("an answer to a script is where it ends only if it refuses: %s on an open page", async (target, status) => {
    const request: Bare = { kind: "request", request: { method: "POST", target }, headers: {} };
    const page = await perform(await sp(), { kind: "open", target: "/" }, request);
    expect([page?.status, new URL(page?.url ?? "").pathname]).toEqual([status, status === 200 ? "/" : target]);
  });

  test("a script that is answered with a crash ends the list", async () => {
    const world = await sp();
    const request: Bare = { kind: "request", request: { method: "POST", target: "/crash" }, headers: {} };
    const page = await perform(world, { kind: "open", target: "/" }, request, { kind: "open", target: "/later" });
    expect([page?.status, world.asked.length]).toEqual([500, 2]);
  });

  test.each([
    ["/denied", 401],
    ["/crash", 500],
  ])("ends where a script is refused the address that it asked for: %s", async (target, status) => {
    const world = await sp();
    const request: Bare = { kind: "request", request: { method: "POST", target }, headers: {}, open: "$.url" };
    const page = await perform(world, { kind: "open", target: "/" }, request, { kind: "press", what: "Continue" });
    expect([page?.status, new URL(page?.url ?? "").pathname, world.asked.length]).toEqual([status, target, 2]);
  });

  test("ends where nothing answers", async () => {
    const { browser } = await sp();
    const page = await perform(
      { base_url: "http://localhost:1", browser },
      { kind: "open", target: "/" },
      { kind: "press", what: "Continue" },
    );
    expect(page?.failure?.kind).toBe("connection_refused");
  });

  test.each<[string, readonly Bare[], RegExp]>([
    [
      "no such field",
      [{ kind: "fill", fields: { username: "ada" } }],
      /no field "username" on the page at .*\/ \(it has "Your email"\): name one/,
    ],
    ["no such button", [{ kind: "press", what: "Log in" }], /nothing to press named "Log in"/],
    ["no such link", [{ kind: "follow", what: "Forgotten?" }], /nothing to follow named "Forgotten\?"/],
    [
      "no JSON",
      [{ kind: "request", request: { method: "GET", target: "/words" }, headers: {}, open: "$.url" }],
      /GET \/words answered HTTP 200, and \$\.url cannot be read in it/,
    ],
    [
      "no address in it",
      [{ kind: "request", request: { method: "POST", target: "/start" }, headers: {}, open: "$.other" }],
      /\$\.other finds no address in what POST \/start answered/,
    ],
  ])("%s: told with its place in the target file", async (_, actions, message) => {
    const world = await sp();
    const failed = perform(world, { kind: "open", target: "/" }, ...actions);
    await expect(failed).rejects.toThrow(ActionFailed);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toThrow(/^jitterbug\.yaml:7:3: /);
  });
});
