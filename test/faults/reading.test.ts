import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { DEFAULT_WAITS } from "../../harness/scenario/model/index.ts";
import type { AccountsDriver } from "../../harness/scenario/model/index.ts";
import { PageBudget } from "../../harness/sp/drivers/whole.ts";
import { createSp } from "../../harness/sp/index.ts";
import { requestProbe } from "../../harness/sp/launch/ready.ts";
import { KitClient } from "../../harness/sp/request.ts";
import { httpDriver, scimDriver, sessionOf, targetOf } from "../sp/support/target.ts";
import { ENDS, TOLD } from "./answers/ends.ts";
import { serveRaw, type RawServer } from "./answers/serve.ts";
import { BODIES, SILENT, STATUSES, VALUES, WIRES } from "./answers/wires.ts";
import { survivors } from "./survive.ts";
import { toldOf } from "./told.ts";

const survive = survivors("hostile answers to");
/** 100,000 accounts are read, and wanted. */
const BOUNDS = { cpuMs: 10_000, mebibytes: 400 };

const AREAS = { status: STATUSES, body: BODIES, value: VALUES, wire: WIRES, silence: SILENT };
const EVERY = Object.entries(AREAS).flatMap(([area, answers]) =>
  Object.entries(answers).map(([name, raw]) => [area, name, raw] as const),
);

function spAt(at: string, seconds: number, ...accounts: readonly AccountsDriver[]) {
  const observe = { session: sessionOf(), accounts, settle: 0 };
  const target = targetOf({ base_url: at, limits: { ...DEFAULT_WAITS, answer: seconds }, observe });
  return createSp({ target, variables: {} });
}

async function reads(server: RawServer, seconds: number, driver: AccountsDriver, end: keyof typeof TOLD) {
  const sp = spAt(server.at, seconds, driver);
  try {
    const told = await toldOf(sp.overview("ns"));
    if (end === "read") expect(told).toBeNull();
    else expect(told).toMatch(TOLD[end]);
  } finally {
    await sp.close();
  }
}

describe("an API that answers with", () => {
  it("has an end for each, and an answer for each end", () =>
    expect(Object.keys(ENDS).toSorted()).toEqual(EVERY.map(([, name]) => name).toSorted()));

  it.each(EVERY)("%s: %s", async (area, name, raw) => {
    const [http, scim, session, ready] = ENDS[name] ?? [];
    const open = area === "silence";
    const seconds = open ? 0.3 : 10;
    const server = await serveRaw(() => raw, open);
    try {
      await survive(
        "accounts over HTTP",
        () => reads(server, seconds, httpDriver({ each: "$.accounts[*]" }), http ?? "read"),
        BOUNDS,
      );
      await survive(
        "accounts over SCIM",
        () => reads(server, seconds, scimDriver({ base: "/scim", map: { id: "id" } }), scim ?? "read"),
        BOUNDS,
      );
      await survive("session", async () => {
        const agent = createHttpAgent({ requestTimeoutMs: seconds * 1_000 });
        const sp = spAt(server.at, seconds);
        try {
          const state = await sp.session(agent.browser("ada"));
          expect(state.state).toBe(session);
          if (state.state === "unknown") expect(state.reason.length).toBeLessThan(500);
        } finally {
          await agent.close();
          await sp.close();
        }
      });
      await survive("readiness", async () => {
        const client = new KitClient({ allowRemote: [], timeoutMs: seconds * 1_000 });
        const probe = requestProbe({ method: "GET", target: "/" }, server.at, client);
        let looks = 0;
        expect(await probe.wait(Date.now() + seconds * 1_000, () => looks++ > 1)).toBe(ready);
        expect(probe.lastSeen.length).toBeLessThan(300);
      });
      // Nobody was led anywhere else: everything was asked for here, and no answer followed.
      expect(server.asked.every((line) => /^GET \/(?:accounts|scim\/Users\?\S+|me|) HTTP/.test(line))).toBe(true);
    } finally {
      server.close();
    }
  });
});

const JSON_HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
const says = (body: object): string => {
  const text = JSON.stringify(body);
  return `${JSON_HEAD}content-length: ${text.length}\r\n\r\n${text}`;
};
const page = (path: string): number => Number(/page=(\d+)/.exec(path)?.[1] ?? 0);
const NEXT = httpDriver({ each: "$.accounts[*]", next: "$.next" });

/** Where the next page is said to be, and what comes of it. */
const PAGES: { readonly [next: string]: readonly [answer: (path: string) => object, told: RegExp | null] } = {
  itself: [() => ({ accounts: [], next: "/accounts" }), /pages in a circle/],
  "the other of two": [(path) => ({ accounts: [], next: `?page=${1 - page(path)}` }), /pages in a circle/],
  "one more, always": [
    (path) => ({ accounts: [], next: `?page=${page(path) + 1}` }),
    /has no last page: next was followed 1000 times/,
  ],
  "another host": [() => ({ accounts: [], next: "http://evil.test/accounts" }), /evil\.test/],
  "another host, without a scheme": [() => ({ accounts: [], next: "//evil.test/accounts" }), /evil\.test/],
  "another host, behind a backslash": [() => ({ accounts: [], next: "/\\evil.test/accounts" }), /evil\.test/],
  "another host, behind a user": [() => ({ accounts: [], next: "http://localhost@evil.test/" }), /evil\.test/],
  "a name that begins as this machine's": [
    () => ({ accounts: [], next: "http://localhost.evil.test/" }),
    /localhost\.evil\.test/,
  ],
  "an address of the cloud": [() => ({ accounts: [], next: "http://169.254.169.254/latest/" }), /169\.254\.169\.254/],
  "every address": [() => ({ accounts: [], next: "http://0.0.0.0/" }), /0\.0\.0\.0/],
  "a port where nothing listens": [() => ({ accounts: [], next: "http://localhost:1/" }), /nothing listens there/],
  "a file": [() => ({ accounts: [], next: "file:///etc/passwd" }), /file:|no address|http/],
  "a script": [() => ({ accounts: [], next: "javascript:alert(1)" }), /javascript:|no address|http/],
  data: [() => ({ accounts: [], next: "data:application/json,[]" }), /data:|no address|http/],
  "an address that is none": [() => ({ accounts: [], next: "http://[" }), /a next page that is no address/],
  "a map": [() => ({ accounts: [], next: { href: "/" } }), /a next page that is no address/],
  "a list": [() => ({ accounts: [], next: ["/"] }), /a next page that is no address/],
  "a number": [() => ({ accounts: [], next: 2 }), /a next page that is no address/],
  true: [() => ({ accounts: [], next: true }), /a next page that is no address/],
  null: [() => ({ accounts: [], next: null }), null],
  nothing: [() => ({ accounts: [], next: "" }), null],
  "one that shows another list": [
    (path) => (page(path) === 0 ? { accounts: [], next: "?page=1" } : { error: "no" }),
    /no list of accounts/,
  ],
};

describe("an API whose next page is", () => {
  it.each(Object.entries(PAGES))("%s", async (_, [answer, told]) => {
    const server = await serveRaw((path) => says(answer(path)));
    try {
      await survive("pages", async () => {
        const sp = spAt(server.at, 10, NEXT);
        try {
          const line = await toldOf(sp.overview("ns"));
          if (told === null) expect(line).toBeNull();
          else expect(line).toMatch(told);
        } finally {
          await sp.close();
        }
      });
      expect(server.asked.length).toBeLessThanOrEqual(1_000);
    } finally {
      server.close();
    }
  });

  it("slow, time and again, is not waited for without an end", async () => {
    const budget = new PageBudget(0.001);
    await pause(40);
    expect(() => budget.spend(2)).toThrow(/has not shown its last page in 0\.03 s \(30 times limits\.answer\)/);
  });

  it("one more of a MiB, always, does not fill the memory", async () => {
    const name = "x".repeat(1024 * 1024);
    const server = await serveRaw((path) =>
      says({ accounts: [{ id: page(path), email: name }], next: `?page=${page(path) + 1}` }),
    );
    try {
      await survive(
        "pages",
        async () => {
          const sp = spAt(server.at, 10, NEXT);
          expect(await toldOf(sp.overview("ns")).finally(() => sp.close())).toMatch(
            /shows more than 64 MiB of accounts/,
          );
        },
        BOUNDS,
      );
    } finally {
      server.close();
    }
  });
});
