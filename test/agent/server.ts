import http from "node:http";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** Real servers on loopback for the agents to meet; each is closed after the file that started it. */

export interface Hit {
  readonly method: string;
  /** Host without its port. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** Names of the cookies that came, sorted. */
  readonly cookies: readonly string[];
}

export type Handler = (hit: Hit, response: http.ServerResponse) => void;

export interface Origins {
  readonly port: number;
  /** The SP's place in these tests, and two other sites on the same port. */
  readonly sp: string;
  readonly idp: string;
  readonly sub: string;
  readonly hits: Hit[];
}

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** One handler on 127.0.0.1 and ::1 with the same port, so that every loopback name reaches it. */
export async function serve(handler: Handler): Promise<Origins> {
  const hits: Hit[] = [];
  const listener = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://host");
      const hit: Hit = {
        method: request.method ?? "",
        host: (request.headers.host ?? "").replace(/:\d+$/, ""),
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
        cookies: (request.headers.cookie ?? "")
          .split("; ")
          .filter(Boolean)
          .map((pair) => pair.split("=")[0] ?? "")
          .toSorted(),
      };
      hits.push(hit);
      handler(hit, response);
    });
    request.on("error", () => {});
  };
  for (let attempt = 0; ; attempt += 1) {
    const four = http.createServer({ maxHeaderSize: 1024 * 1024 }, listener);
    const six = http.createServer({ maxHeaderSize: 1024 * 1024 }, listener);
    const port = await listen(four, 0, "127.0.0.1");
    try {
      await listen(six, port, "::1");
    } catch (error) {
      await stop(four);
      if (attempt === 5) throw error;
      continue;
    }
    closers.push(
      () => stop(four),
      () => stop(six),
    );
    return {
      port,
      hits,
      sp: `http://localhost:${port}`,
      idp: `http://127.0.0.1:${port}`,
      sub: `http://app.localhost:${port}`,
    };
  }
}

/** A server that speaks bytes, for what no HTTP library would send. */
export async function serveRaw(onConnection: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    onConnection(socket);
  });
  const port = await listen(server, 0, "127.0.0.1");
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return `http://127.0.0.1:${port}`;
}

/** A server on one family only. */
export async function serveOn(host: string, text: string): Promise<number> {
  const server = http.createServer((_, response) => response.end(text));
  const port = await listen(server, 0, host);
  closers.push(() => stop(server));
  return port;
}

async function listen(server: net.Server, port: number, host: string): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, done);
  });
  return (server.address() as AddressInfo).port;
}

async function stop(server: http.Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

export function html(response: http.ServerResponse, body: string, headers: http.OutgoingHttpHeaders = {}): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
}

export function redirect(response: http.ServerResponse, location: string, status = 302): void {
  response.writeHead(status, { location }).end();
}
