import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { JitterbugError, messageOf } from "../../errors.ts";
import { listenOnLoopback } from "../host/listen.ts";
import { TlsTrouble } from "../tls/trouble.ts";

/** What a test may ask of running IdPs. Each throws JitterbugError ERR_USAGE for what cannot be meant. */
export interface ControlHandlers {
  /** `POST /control/next`: who signs in next. Answers what the sign-in must bring. */
  next(asked: JsonObject): Promise<object>;
  /** `POST /control/logout`: whose sessions are ended. Answers what to open in their browser, and who was told. */
  logout(asked: JsonObject): Promise<object>;
  /** `PUT /control/people/NAME`: a person as a people file has them, in memory only. */
  person(name: string, written: JsonObject): Promise<void>;
}

export type JsonObject = { readonly [name: string]: unknown };

export interface Control {
  /** `http://127.0.0.1:PORT/control`. */
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY = 64 * 1024;

/**
 * The control of running IdPs, on a port of its own on 127.0.0.1: whoever knows the token may say who signs in. Pages
 * cannot reach it: a request that names an Origin is refused, and so is one for another Host.
 * @param port 0 for a free one
 * @throws JitterbugError ERR_PORT_TAKEN
 */
export async function startControl(port: number, token: string, handlers: ControlHandlers): Promise<Control> {
  let host = "";
  const listening = await listenOnLoopback(`127.0.0.1:${port}`, {
    handler: (req, res) => {
      void answer(req, { host, token, handlers }).then(
        ({ status, body }) => send(res, status, body),
        (error: unknown) => send(res, ...refusal(error)),
      );
    },
    tls: null,
    trouble: new TlsTrouble(),
  });
  host = `127.0.0.1:${listening.port}`;
  return { url: `http://${host}/control`, close: () => listening.close() };
}

class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Around {
  readonly host: string;
  readonly token: string;
  readonly handlers: ControlHandlers;
}

async function answer(
  req: IncomingMessage,
  { host, token, handlers }: Around,
): Promise<{ readonly status: number; readonly body?: object }> {
  const { headers, method, url = "" } = req;
  if (headers.host !== host) throw new Refused(421, `this answers to the Host ${host} only`);
  if (headers.origin !== undefined) throw new Refused(403, "pages may not control the IdPs: a request names an Origin");
  if (!isSame(headers.authorization ?? "", `Bearer ${token}`))
    throw new Refused(401, "send the token as a Bearer token");
  const person = /^\/control\/people\/([^/?]+)$/.exec(url)?.[1];
  if (!["/control/next", "/control/logout"].includes(url) && person === undefined)
    throw new Refused(404, "there is /control/next, /control/logout and /control/people/NAME");
  const wanted = person === undefined ? "POST" : "PUT";
  if (method !== wanted) throw new Refused(405, `this takes ${wanted}`);
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Refused(415, "send application/json");
  const body = objectOf(await textOf(req));
  if (url === "/control/logout") return { status: 200, body: await handlers.logout(body) };
  if (person === undefined) return { status: 201, body: await handlers.next(body) };
  await handlers.person(nameOf(person), body);
  return { status: 204 };
}

/** Compared as digests, so that neither the length nor the first difference shows in the time. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Refused(413, `the body is larger than ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function objectOf(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refused(400, `the body is not JSON: ${messageOf(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refused(400, "send a JSON object");
  return value as JsonObject;
}

function nameOf(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new Refused(400, "the name is not percent-encoded as a path has it");
  }
}

function refusal(error: unknown): [status: number, body: object] {
  if (error instanceof Refused) return [error.status, { error: error.message }];
  if (!(error instanceof JitterbugError)) return [500, { error: messageOf(error) }];
  return [400, { error: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) }];
}

function send(res: ServerResponse, status: number, body?: object): void {
  res.writeHead(status, {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...(status === 413 ? { connection: "close" } : {}),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  });
  res.end(body === undefined ? undefined : `${JSON.stringify(body)}\n`);
}
