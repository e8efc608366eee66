import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { JitterbugError, messageOf } from "../errors.ts";
import { readAssets } from "./assets.ts";
import { objectOf, partOf, Refused, requireHost } from "../door.ts";
import { readHelp } from "./help.ts";
import { requirePage, type Door } from "./guard.ts";

export type Json = { readonly [name: string]: unknown };

/** What the page may ask, each with what it sends; `GET /api/events` is a stream of lines instead. */
export interface Api {
  /** Null: there is no such thing. Throws JitterbugError for what cannot be meant. */
  answer(method: string, path: readonly string[], body: Json): Promise<object | null>;
  /** Calls with each event from now on, until what it returns is called. */
  listen(told: (event: object) => void): () => void;
}

export interface Serving {
  /** With the token in its fragment: the address to open. */
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY = 256 * 1024;

/** Nothing from another host, nothing that stands in a text is run, and nobody frames it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const SEARCHABLE = POLICY.replace("form-action 'none'", "form-action 'self'");

const HEADERS = {
  "content-security-policy": POLICY,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Serves a page of page/ and its API on a free port of 127.0.0.1. */
export async function serve(token: string, api: Api, front = "index.html"): Promise<Serving> {
  const assets = readAssets(front);
  const server = createServer((req, res) => {
    void handle(req, res).catch((error: unknown) => {
      if (res.headersSent) res.destroy();
      else send(res, ...refusal(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0, exclusive: true }, resolve);
  });
  const door: Door = { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, token };

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = req;
    requireHost(req, door.host);
    const { pathname, searchParams } = new URL(url, `http://${door.host}`);
    if (!pathname.startsWith("/api/")) {
      const asset =
        method === "GET" ? (assets.get(pathname) ?? readHelp(pathname, searchParams.get("q") ?? "")) : undefined;
      if (asset === undefined) throw new Refused(404, "there is no such page");
      // The help has no script: its search is a form, which leads to itself alone.
      const own = pathname.startsWith("/docs/") ? { "content-security-policy": SEARCHABLE } : {};
      res.writeHead(200, { ...HEADERS, ...own, "content-type": asset.type });
      res.end(asset.text);
      return;
    }
    requirePage(req, door);
    if (pathname === "/api/events") return stream(req, res);
    const path = pathname
      .slice("/api/".length)
      .split("/")
      .map((part) => partOf(part, "the address"));
    const answer = await api.answer(method, path, method === "GET" ? {} : await objectOf(req, MAX_BODY));
    if (answer === null) throw new Refused(404, "there is no such thing");
    send(res, 200, answer);
  }

  /** Events as lines of JSON. */
  function stream(req: IncomingMessage, res: ServerResponse): void {
    res.writeHead(200, { ...HEADERS, "content-type": "application/x-ndjson" });
    res.write("\n");
    const end = api.listen((event) => res.write(`${JSON.stringify(event)}\n`));
    req.once("close", end);
    res.once("close", end);
  }

  return {
    url: `http://${door.host}/#${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refusal(error: unknown): [status: number, body: object] {
  if (error instanceof Refused) return [error.status, { error: error.message }];
  if (!(error instanceof JitterbugError)) return [500, { error: messageOf(error) }];
  const faults = (error.faults ?? []).map(({ message, hint }) =>
    hint === undefined ? message : `${message}. ${hint}`,
  );
  const hint = faults.length > 0 ? faults.join(" ") : error.hint;
  return [400, { error: error.message, ...(hint === undefined ? {} : { hint }) }];
}

function send(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, {
    ...HEADERS,
    "content-type": "application/json",
    ...(status === 413 ? { connection: "close" } : {}),
  });
  res.end(`${JSON.stringify(body)}\n`);
}
