import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Agent } from "../../../harness/agent/port.ts";
import type { Subject } from "../contract.ts";
import { html, redirect, serve, serveRaw, type Origins } from "../server.ts";

const MIB = 1024 * 1024;

export function hostileCases({ make, patienceMs }: Subject): void {
  let web: Origins;
  let agent: Agent;
  /** Only for servers that never end: a busy machine takes longer over an honest answer than it waits. */
  let hasty: Agent;
  let sentBytes = 0;
  beforeAll(async () => {
    const bomb = gzipSync(Buffer.alloc(50 * MIB, "a"));
    const encodings: { readonly [name: string]: Buffer } = {
      gzip: gzipSync("hello"),
      deflate: deflateSync("hello"),
      raw: deflateRawSync("hello"),
      br: brotliCompressSync("hello"),
      twice: brotliCompressSync(gzipSync("hello")),
      broken: Buffer.from("not gzip at all"),
      bomb,
      nested: gzipSync(bomb),
    };
    web = await serve(({ path, query }, response) => {
      const name = query.get("e") ?? "";
      switch (path) {
        case "/loop":
          return redirect(response, `/loop?n=${Number(query.get("n") ?? 0) + 1}`);
        case "/meta-loop":
          return html(response, `<meta http-equiv=refresh content=0>again`);
        case "/auto-loop":
          return html(
            response,
            `<form method=post><input type=hidden name=a></form><script>document.forms[0].submit()</script>`,
          );
        case "/long":
          response.writeHead(200, { "content-type": "text/plain", "content-length": 50 * MIB }).end();
          return;
        case "/endless":
          response.writeHead(200, { "content-type": "text/plain" });
          return pour(response, (bytes) => (sentBytes += bytes));
        case "/encoded":
          response
            .writeHead(200, { "content-type": "text/plain", "content-encoding": header(name) })
            .end(encodings[name]);
          return;
        case "/cookies":
          response.setHeader(
            "set-cookie",
            Array.from({ length: 1000 }, (_, index) => `c${index}=${"v".repeat(40)}`),
          );
          return html(response, "set");
        case "/deep":
          return html(response, `<title>deep</title><p>start</p>${"<div><b>".repeat(100_000)}end`);
        case "/malformed":
          return html(
            response,
            `<table><tr><form action=/x><td><input name=a value='1'><b>no end <a href="/y" <p></form></table><h1>still`,
          );
        case "/odd-location":
          return redirect(response, query.get("to") ?? "");
        default:
          return html(response, "fine");
      }
    });
    [agent, hasty] = await Promise.all([make({}), make({ requestTimeoutMs: patienceMs })]);
  });
  afterAll(() => Promise.all([agent.close(), hasty.close()]));

  it.each(["/loop", "/meta-loop", "/auto-loop"])("%s ends as too_many_redirects", async (path) => {
    const before = web.hits.length;
    const page = await agent.browser("ada").open(web.sp + path);
    expect(page.failure).toMatchObject({ kind: "too_many_redirects" });
    // Chromium gives up a request earlier where servers redirect, and may send one more where pages do.
    expect([20, 21, 22]).toContain(web.hits.length - before);
  });

  it("stops at the body limit, whether the length is told or not", async () => {
    expect(await agent.browser("ada").open(`${web.sp}/long`)).toMatchObject({
      status: 200,
      failure: { kind: "too_large" },
    });
    const page = await agent.browser("ada").open(`${web.sp}/endless`);
    expect(page.failure?.kind).toBe("too_large");
    expect(sentBytes).toBeLessThan(25 * MIB);
  });

  it.each(["bomb", "nested"])("stops a compressed %s at the decoded size", async (name) => {
    const page = await agent.browser("ada").open(`${web.sp}/encoded?e=${name}`);
    expect(page).toMatchObject({ status: 200, failure: { kind: "too_large" }, text: "" });
  });

  it.each(["gzip", "deflate", "raw", "br", "twice"])("reads the encoding %s", async (name) => {
    expect((await agent.browser("ada").open(`${web.sp}/encoded?e=${name}`)).text).toBe("hello");
  });

  it("calls a body that does not decode malformed", async () => {
    expect((await agent.browser("ada").open(`${web.sp}/encoded?e=broken`)).failure?.kind).toBe("malformed");
  });

  it("keeps as many cookies of 1,000 as a browser does, the newest", async () => {
    const browser = agent.browser("ada");
    await browser.open(`${web.sp}/cookies`);
    expect(await browser.open(`${web.sp}/x`)).toMatchObject({ status: 200, text: "fine" });
    const { cookies } = web.hits.at(-1) ?? { cookies: [] };
    // Chromium drops more at once than it has too many: between 150 and 180 stay.
    expect(cookies.length).toBeGreaterThanOrEqual(150);
    expect(cookies.length).toBeLessThanOrEqual(180);
    expect(cookies).toContain("c999");
  });

  it.each(["/deep", "/malformed"])("reads %s without harm", async (path) => {
    const page = await agent.browser("ada").open(web.sp + path);
    expect(page.failure).toBeUndefined();
    expect(page.text).toMatch(/^(start( end)?|no end still)$/);
  });

  it.each([
    ["http://", "malformed"],
    ["http://[::1", "malformed"],
    ["myapp://callback?code=1", "malformed"],
    ["file:///etc/passwd", "malformed"],
    ["javascript:alert(1)", "malformed"],
    ["//sp.example/x", "host_not_allowed"],
    ["http://localhost@sp.example/", "host_not_allowed"],
    ["http://169.254.169.254/", "host_not_allowed"],
    ["http://0.0.0.0/", "host_not_allowed"],
  ])("a redirect to %s ends as %s", async (to, kind) => {
    expect((await agent.browser("ada").open(`${web.sp}/odd-location?to=${encodeURIComponent(to)}`)).failure?.kind).toBe(
      kind,
    );
  });

  it.each([
    ["never answers", "timeout", () => {}],
    ["drips its body", "timeout", drip],
    ["resets the connection", "connection_reset", reset],
    ["hangs up", "connection_reset", say("", true)],
    ["hangs up within the body", "connection_reset", say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true)],
    ["speaks no HTTP", "malformed", say("SSH-2.0-OpenSSH_9.6\r\n")],
    ["sends an invalid header", "malformed", say("HTTP/1.1 200 OK\r\nBad Header\x00: x\r\n\r\n")],
    ["sends two lengths", "malformed", say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\nabcde")],
    [
      "sends endless headers",
      "too_large",
      say(`HTTP/1.1 200 OK\r\n${"X-Filler: aaaaaaaaaaaaaaaaaaaa\r\n".repeat(10_000)}\r\n`),
    ],
  ] as const)("a server that %s: %s", async (_, kind, onConnection) => {
    const origin = await serveRaw(onConnection);
    const waits = kind === "timeout" ? hasty : agent;
    const page = await waits.browser("ada").open(`${origin}/`);
    expect(page.failure?.kind).toBe(kind);
    const plain = await waits.browser("ada").request("GET", `${origin}/`);
    expect(plain.failure?.kind).toBe(kind);
  });

  it("a port where nobody listens is connection_refused, by address and by name", async () => {
    for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
      expect(await agent.browser("ada").open(`http://${host}:1/`)).toMatchObject({
        status: null,
        failure: { kind: "connection_refused" },
      });
    }
  });

  it("asks again on a new connection where a kept one was closed", async () => {
    let connections = 0;
    const origin = await serveRaw((socket) => {
      connections += 1;
      const first = connections === 1;
      let requests = 0;
      socket.on("data", () => {
        requests += 1;
        if (first && requests === 2) socket.resetAndDestroy();
        else socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok");
      });
    });
    const browser = agent.browser("ada");
    expect((await browser.open(`${origin}/1`)).text).toBe("ok");
    expect((await browser.open(`${origin}/2`)).text).toBe("ok");
    expect(connections).toBe(2);
  });

  it("a closed browser gives up what it waits for, and starts nothing more", async () => {
    const patient = await make({});
    let asked = (): void => {};
    const reached = new Promise<void>((done) => (asked = done));
    const origin = await serveRaw(() => asked());
    const browser = patient.browser("ada");
    const pending = browser.open(`${origin}/`);
    await reached;
    await browser.close();
    expect((await pending).failure).toBeDefined();
    await expect(browser.open(`${origin}/`)).rejects.toThrow(TypeError);
    await patient.close();
  });
}

function reset(socket: Socket): void {
  socket.once("data", () => socket.resetAndDestroy());
}

function say(text: string, hangUp = false): (socket: Socket) => void {
  return (socket) =>
    void socket.once("data", () => (hangUp ? socket.end(text, "latin1") : socket.write(text, "latin1")));
}

/** Up to 50 MB without a length, as fast as they are taken. */
function pour(response: ServerResponse, count: (bytes: number) => number): void {
  const chunk = Buffer.alloc(64 * 1024, "a");
  while (!response.destroyed && count(chunk.length) < 50 * MIB) {
    if (response.write(chunk)) continue;
    response.once("drain", () => pour(response, count));
    return;
  }
  response.end();
}

function drip(socket: Socket): void {
  socket.once("data", () => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    const timer = setInterval(() => socket.write("a"), 20);
    socket.once("close", () => clearInterval(timer));
  });
}

function header(name: string): string {
  return { raw: "deflate", twice: "gzip, br", broken: "gzip", bomb: "gzip", nested: "gzip, gzip" }[name] ?? name;
}
