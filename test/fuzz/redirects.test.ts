import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { JitterbugError } from "../../harness/errors.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";
import { KitClient, RequestFailed } from "../../harness/sp/request.ts";
import { addresses } from "./addresses.ts";
import { holds } from "./property.ts";
import { isHome, watchSockets } from "./sockets.ts";

/** An SP that leads wherever it is told to, in each way in which a page can. */
const WAYS = ["302", "303", "307", "308", "refresh", "meta", "get", "post", "link", "base"] as const;
type Way = (typeof WAYS)[number];

let answer: { readonly way: Way; readonly to: string } = { way: "302", to: "" };
let server: Server;
let port = 0;
beforeAll(async () => {
  server = createServer((req, res) => {
    if (req.url !== "/start") return void res.end("here");
    const { way, to } = answer;
    const quoted = to.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const header = Buffer.from(to.replaceAll(/[\0\r\n]/g, "")).toString("latin1");
    if (/^\d/.test(way)) res.writeHead(Number(way), { location: header });
    else
      res.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        ...(way === "refresh" ? { refresh: `0; url=${header}` } : {}),
      });
    const form = `<body onload="document.forms[0].submit()"><form method=${way} action="${quoted}"><input type=hidden name=a></form>`;
    const pages: { readonly [way in Way]?: string } = {
      meta: `<meta http-equiv=refresh content="0; url=${quoted}">`,
      get: form,
      post: form,
      link: `<a href="${quoted}">go</a>`,
      base: `<base href="${quoted}"><a href="x">go</a>`,
    };
    res.end(pages[way] ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const led = watchSockets();
const exchanges: Exchange[] = [];
const agent = createHttpAgent({
  requestTimeoutMs: 2_000,
  maxRedirects: 3,
  onExchange: (exchange) => exchanges.push(exchange),
});
afterAll(() => agent.close());

function expectHome(): void {
  const abroad = led.addresses.filter((address) => !isHome(address));
  const asked = led.names.filter((name) => !/^(?:[\w.-]*\.)?localhost\.? (?:::1|127\.)/i.test(name));
  led.addresses.length = 0;
  led.names.length = 0;
  expect([...abroad, ...asked]).toEqual([]);
}

holds(
  "wherever an SP leads a browser, no connection leaves this machine",
  [fc.constantFrom(...WAYS), addresses(() => port)],
  async (way, to) => {
    answer = { way, to: to.toWellFormed() };
    exchanges.length = 0;
    const browser = agent.browser("ada");
    await browser.open(`http://localhost:${port}/start`);
    if (way === "link" || way === "base") await browser.press("go");
    await browser.close();
    expectHome();
    for (const { request, response } of exchanges)
      if (response !== undefined)
        expect(new URL(request.url).hostname).toMatch(/^(?:[\w.-]*\.)?localhost\.?$|^127(?:\.\d+){3}$|^\[::1\]$/);
  },
  { runs: 150 },
);

const client = new KitClient({ allowRemote: [], timeoutMs: 2_000 });

holds(
  "wherever an SP sends the kit, no connection leaves this machine",
  [addresses(() => port)],
  async (to) => {
    const url = URL.parse(to, `http://localhost:${port}/page`);
    if (url === null || !/^https?:$/.test(url.protocol)) return;
    try {
      await client.send({ method: "GET", url: url.href });
    } catch (error) {
      const known =
        error instanceof RequestFailed || (error instanceof JitterbugError && error.code === "ERR_REMOTE_HOST");
      if (!known) throw error;
    }
    expectHome();
  },
  { runs: 100 },
);
