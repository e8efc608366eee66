import dns from "node:dns";
import { createServer as createWebServer } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import { createServer, type AddressInfo, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createChromiumAgent, findChromium } from "../../harness/agent/chromium/index.ts";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import type { Agent } from "../../harness/agent/port.ts";
import { openDatabase } from "../../harness/sp/sql/open.ts";
import { requireAllowedHost } from "../../harness/sp/hosts.ts";
import { KitClient } from "../../harness/sp/index.ts";

/** An address of this machine that is not loopback: to the kit that is another machine, and it is seen there what comes. */
const away = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

/** Every name of this machine, which a hostile resolver leads away, and others that nobody allowed. */
const NAMES = [
  "sp.localhost",
  "a.b.LOCALHOST",
  "localhost",
  "localhost.",
  "sp.localhost.",
  "elsewhere.test",
  "localhost.elsewhere.test",
  "127.0.0.1.elsewhere.test",
  "localhost@elsewhere.test",
  "elsewhere.test#.localhost",
  away ?? "",
  `[::ffff:${away}]`,
];

/** For whom each takes seconds. */
const FEW = ["sp.localhost", "elsewhere.test", "localhost.elsewhere.test"];

/** What came to the other address; which names a resolver was asked for. */
const came: string[] = [];
const asked: string[] = [];
const servers: Server[] = [];
const [lookup, lookupLater] = [dns.lookup, dns.promises.lookup];
let port = 0;
let page = "";
let http: Agent;
let chromium: Agent | undefined;

/** With CI set a missing browser is a failure. */
const here = findChromium(process.env["JITTERBUG_CHROMIUM"]) !== null || process.env["CI"] !== undefined;

beforeAll(async () => {
  if (away === undefined) return;
  // At one port: a server at home that ends every connection, and one that nobody may reach.
  const home = createServer((socket) => socket.destroy());
  port = await listening(home, 0, "127.0.0.1");
  await listening(
    createServer((socket) => socket.destroy()),
    port,
    "::1",
  );
  const trap = createServer((socket) => {
    came.push("a connection");
    socket.on("data", (data) => came.push(data.toString("latin1").slice(0, 200))).on("error", () => undefined);
  });
  await listening(trap, port, away);
  const web = createWebServer((req, res) => {
    const url = new URL(req.url ?? "/", "http://localhost");
    const to = url.searchParams.get("to") ?? "";
    if (url.pathname === "/redirect") res.writeHead(302, { location: to }).end();
    else res.writeHead(200, { "content-type": "text/html" }).end(leading(to));
  });
  page = `http://localhost:${await listening(web, 0, "localhost")}`;
  const proxy = createServer(
    (socket) =>
      void socket.once("data", (data) => came.push(`by proxy: ${data.toString()}`)).on("error", () => undefined),
  );
  process.env["http_proxy"] = process.env["all_proxy"] = `http://127.0.0.1:${await listening(proxy, 0, "127.0.0.1")}`;
  hostileResolver(away);
  http = createHttpAgent({ requestTimeoutMs: 1_000 });
  if (here)
    chromium = await createChromiumAgent({ environment: process.env, requestTimeoutMs: 1_000, ...executable() });
}, 60_000);

afterAll(async () => {
  if (away === undefined) return;
  delete process.env["http_proxy"];
  delete process.env["all_proxy"];
  await http.close();
  await chromium?.close();
  Object.assign(dns, { lookup });
  Object.assign(dns.promises, { lookup: lookupLater });
  syncBuiltinESMExports();
  for (const server of servers) server.close();
});

/** Whatever of the kit speaks, and to what it is led. */
const SPEAKERS: Readonly<Record<string, (host: string) => Promise<unknown>>> = {
  "the http agent": (host) => http.browser("a").open(`http://${host}:${port}/`),
  "the http agent, by https": (host) => http.browser("a").open(`https://${host}:${port}/`),
  "the http agent, sent on": (host) =>
    http.browser("a").open(`${page}/redirect?to=${encodeURIComponent(`//${host}:${port}/`)}`),
  "the http agent, as a script": (host) => http.browser("a").request("GET", `http://${host}:${port}/`),
  "the kit's own client (readiness, accounts, seeding, metadata)": (host) => kit(`http://${host}:${port}/`),
  "the kit's own client, by https": (host) => kit(`https://${host}:${port}/`),
  PostgreSQL: (host) => query(`postgres://a:b@${host}:${port}/c`),
  MySQL: (host) => query(`mysql://a:b@${host}:${port}/c`),
};

const IN_CHROMIUM: Readonly<Record<string, (agent: Agent, host: string) => Promise<unknown>>> = {
  "a visit": (agent, host) => agent.browser("a").open(`http://${host}:${port}/`),
  "sent on": (agent, host) =>
    agent.browser("a").open(`${page}/redirect?to=${encodeURIComponent(`//${host}:${port}/`)}`),
  "as a script": (agent, host) => agent.browser("a").request("GET", `http://${host}:${port}/`),
  "what a page brings along": async (agent, host) => {
    await agent.browser("a").open(`${page}/page?to=${encodeURIComponent(`${host}:${port}`)}`);
    await pause(300);
  },
};

describe.runIf(away !== undefined)(
  "nothing leaves this machine, wherever names lead (needs a network interface)",
  () => {
    it.each(Object.keys(SPEAKERS))("%s", { timeout: 60_000 }, async (speaker) => {
      for (const host of NAMES) await SPEAKERS[speaker]?.(host).catch(() => undefined);
      expect(came).toEqual([]);
      // A query would tell of the name.
      expect(asked.splice(0)).toEqual([]);
    });

    describe.skipIf(!here)(here ? "Chromium" : "Chromium [SKIPPED: apt-get install chromium]", () => {
      it.each(Object.keys(IN_CHROMIUM))("%s", { timeout: 120_000 }, async (way) => {
        for (const host of FEW) if (chromium !== undefined) await IN_CHROMIUM[way]?.(chromium, host);
        expect(came).toEqual([]);
      });
    });
  },
);

function kit(url: string): Promise<unknown> {
  return new KitClient({ allowRemote: [], timeoutMs: 1_000 }).send({ method: "GET", url });
}

async function query(database: string): Promise<void> {
  const reach = { allowRemote: [], resolve: new Map<string, string>() };
  const opened = openDatabase(database, {
    dir: ".",
    requireAllowed: (url) => requireAllowedHost(url, reach),
    reach,
    waits: { connect: 1, lock: 1, statement: 1 },
  });
  try {
    await opened.read("select 1", {});
  } finally {
    await opened.close();
  }
}

/** All by which a page makes a browser speak. */
function leading(to: string): string {
  const [web, socket] = [JSON.stringify(`http://${to}/`), JSON.stringify(`ws://${to}/`)];
  return `<!doctype html><link rel=dns-prefetch href=${web}><link rel=preconnect href=${web}><link rel=stylesheet href=${web}>
    <img src=${web}><iframe src=${web}></iframe><script>
    for (const speak of [() => fetch(${web}, { mode: "no-cors" }), () => new WebSocket(${socket}), () => new EventSource(${web}),
      () => navigator.sendBeacon(${web}, "x"), () => new Worker(URL.createObjectURL(new Blob(['fetch(' + JSON.stringify(${web}) + ')'])))])
      try { Promise.resolve(speak()).catch(() => {}); } catch {}
    </script>`;
}

/** Every name leads to the other address, and is noted. */
function hostileResolver(address: string): void {
  const to = [{ address, family: 4 }];
  Object.assign(dns, {
    lookup: (name: string, options: { all?: boolean }, found: (...told: unknown[]) => void) => {
      asked.push(name);
      if (options.all === true) found(null, to);
      else found(null, address, 4);
    },
  });
  Object.assign(dns.promises, { lookup: (name: string) => (asked.push(name), Promise.resolve(to[0])) });
  syncBuiltinESMExports();
}

function executable(): { readonly executable?: string } {
  const path = process.env["JITTERBUG_CHROMIUM"];
  return path === undefined ? {} : { executable: path };
}

async function listening(
  server: Server | ReturnType<typeof createWebServer>,
  at: number,
  host: string,
): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(at, host, resolve));
  return (server.address() as AddressInfo).port;
}
