import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TearDown } from "./tear-down.ts";

/** Changes the body of an answer, or leaves it as it is. */
export type Rewrite = (url: URL, body: string) => string | Promise<string>;

/** Leaves every answer as it is. */
export const UNCHANGED: Rewrite = (_url, body) => body;

export interface Proxy {
  readonly origin: string;
  /** What becomes of the answers from now on. */
  rewrite(how: Rewrite): void;
}

/**
 * A forward proxy for plain http (RFC 9112, 3.2.2), through which a witness talks to the IdP: its addresses stay those
 * of the IdP, whatever is done to the answers on the way.
 */
export async function openProxy(tearDown: TearDown): Promise<Proxy> {
  let rewrite = UNCHANGED;
  const server = createServer((req, res) => {
    forward(req, res, (url, body) => rewrite(url, body)).catch((error: unknown) => {
      res.writeHead(502).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  tearDown.add(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rewrite(how) {
      rewrite = how;
    },
  };
}

async function forward(req: IncomingMessage, res: ServerResponse, rewrite: Rewrite): Promise<void> {
  const url = new URL(req.url ?? "");
  const { "proxy-connection": _hop, ...headers } = req.headers;
  const outgoing = request(url, { method: req.method ?? "GET", headers: { ...headers, connection: "close" } });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve).once("error", reject);
    req.pipe(outgoing);
  });
  const body = Buffer.from(await rewrite(url, await textOf(answer)), "utf8");
  const { "transfer-encoding": _whole, connection: _other, ...kept } = answer.headers;
  res.writeHead(answer.statusCode ?? 502, { ...kept, "content-length": body.length }).end(body);
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
