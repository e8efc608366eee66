import type { IncomingMessage, ServerResponse } from "node:http";
import { objectOf, partOf, Refused, requireHost, requireJson, requireToken } from "../../door.ts";
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
  requireHost(req, host);
  if (headers.origin !== undefined) throw new Refused(403, "pages may not control the IdPs: a request names an Origin");
  requireToken(req, token);
  const person = /^\/control\/people\/([^/?]+)$/.exec(url)?.[1];
  if (!["/control/next", "/control/logout"].includes(url) && person === undefined)
    throw new Refused(404, "there is /control/next, /control/logout and /control/people/NAME");
  const wanted = person === undefined ? "POST" : "PUT";
  if (method !== wanted) throw new Refused(405, `this takes ${wanted}`);
  requireJson(req);
  const body = await objectOf(req, MAX_BODY);
  if (url === "/control/logout") return { status: 200, body: await handlers.logout(body) };
  if (person === undefined) return { status: 201, body: await handlers.next(body) };
  await handlers.person(partOf(person, "the name"), body);
  return { status: 204 };
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
