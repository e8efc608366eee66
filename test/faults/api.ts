import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export const PASSWORD = "only-for-a-test";

const JSON_TYPE = "application/json";
const ADA = [{ id: 1, email: "ädà@acme.test" }];

type Answer = (req: IncomingMessage, res: ServerResponse, url: URL) => unknown;

function say(res: ServerResponse, status: number, body: unknown, headers: { readonly [name: string]: string } = {}) {
  res.writeHead(status, { "content-type": JSON_TYPE, ...headers }).end(JSON.stringify(body));
}

function raw(res: ServerResponse, type: string, bytes: Buffer) {
  res.writeHead(200, { "content-type": type }).end(bytes);
}

/** Accounts as an API may refuse, hide or garble them; each below the path of its name. */
const ANSWERS: { readonly [path: string]: Answer } = {
  basic: (req, res) => {
    const right = `Basic ${Buffer.from(`kit:${PASSWORD}`).toString("base64")}`;
    if (req.headers.authorization === right) say(res, 200, ADA);
    else say(res, 401, { error: "wrong user or password" }, { "www-authenticate": "Basic" });
  },
  guarded: (req, res) => {
    if (req.headers.cookie?.includes("sid=known") === true) say(res, 200, ADA);
    else res.writeHead(302, { location: "/login?return_to=/guarded" }).end();
  },
  "login-403": (_req, res) => say(res, 403, { error: "wrong user or password" }),
  "login-200": (_req, res) => raw(res, "text/html", Buffer.from("<form>Wrong password</form>")),
  "login-anyone": (_req, res) => res.writeHead(303, { location: "/", "set-cookie": "sid=anybody" }).end(),
  endless: (_req, res, url) => {
    const page = url.searchParams.get("page") ?? "0";
    say(res, 200, [{ id: page, email: `p${page}@acme.test` }]);
  },
  "latin-1": (_req, res) => raw(res, `${JSON_TYPE}; charset=iso-8859-1`, Buffer.from(JSON.stringify(ADA), "latin1")),
  "utf-16": (_req, res) =>
    raw(res, `${JSON_TYPE}; charset=utf-16le`, Buffer.from(`\uFEFF${JSON.stringify(ADA)}`, "utf16le")),
};

/** A server of these answers on loopback. */
export async function startApi(): Promise<{ readonly at: string; readonly server: Server }> {
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? "/", "http://localhost");
    const answer = ANSWERS[url.pathname.slice(1)];
    if (answer === undefined) say(res, 404, { error: "nothing is here" });
    else answer(req, res, url);
  }).listen(0, "localhost");
  await once(server, "listening");
  return { at: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}
