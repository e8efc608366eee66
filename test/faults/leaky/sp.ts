import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * An SP that tells everybody everything: pages, errors, accounts and its own output echo headers, cookies, codes and
 * tokens. It writes each secret to SEEN, a line each, for who looks whether one came out elsewhere. LEAKS says where.
 */
const { PORT = "", BASE_URL = "", ISSUER = "", CLIENT_SECRET = "", SEEN = "", LEAKS = "" } = process.env;
const environment = JSON.stringify(process.env);
const accounts = new Map<string, { id: string; email: string; subject: string; title: string }>();
const sessions = new Map<string, string>();

function secret<T extends string>(value: T): T {
  appendFileSync(SEEN, `${value}\n`);
  return value;
}

if (LEAKS === "start") {
  console.error(`cannot reach ${process.env["DATABASE_URL"]}: ${environment}`);
  process.exit(1);
}

function page(res: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  res
    .writeHead(status, { "content-type": "text/html", ...headers })
    .end(`<!doctype html><title>leaky</title><p>${text}</p>`);
}

interface Endpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

async function endpoints(): Promise<Endpoints> {
  return (await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json()) as Endpoints;
}

async function callback(req: IncomingMessage, url: URL, res: ServerResponse): Promise<void> {
  const code = secret(url.searchParams.get("code") ?? "");
  const body = new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: `${BASE_URL}/callback` });
  const authorization = `Basic ${secret(btoa(`leaky:${CLIENT_SECRET}`))}`;
  const answer = await fetch((await endpoints()).token_endpoint, { method: "POST", headers: { authorization }, body });
  const tokens = (await answer.json()) as { access_token: string; id_token: string };
  secret(tokens.access_token);
  const claims = JSON.parse(Buffer.from(tokens.id_token.split(".")[1] ?? "", "base64url").toString()) as {
    sub: string;
    email: string;
  };
  const cookie = secret(`canary-${randomUUID()}`);
  const told = `code ${code} access ${tokens.access_token} id ${tokens.id_token} with ${authorization} from ${JSON.stringify(req.headers)} of ${environment} in ${cookie}`;
  console.log(told);
  const headers = { "set-cookie": `sid=${cookie}; Path=/`, "x-debug": tokens.access_token };
  if (LEAKS === "refusal") return page(res, 403, `You may not enter: ${told}`, headers);
  if (LEAKS === "ring")
    return void res.writeHead(302, { ...headers, location: `/ring?access=${tokens.access_token}` }).end();
  if (LEAKS === "crash") return page(res, 500, `TypeError: ${told}`, headers);
  const { sub, email } = claims;
  // A second account at each sign-in, so that the accounts are shown as evidence.
  const id = randomUUID();
  accounts.set(id, { id, email, subject: sub, title: `came with ${tokens.access_token} and ${cookie}` });
  sessions.set(cookie, id);
  res.writeHead(303, { ...headers, location: "/" }).end();
}

async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", BASE_URL);
  const session = sessions.get(/sid=([^;]+)/.exec(req.headers.cookie ?? "")?.[1] ?? "");
  switch (url.pathname) {
    case "/sign-in": {
      const query = new URLSearchParams({
        response_type: "code",
        client_id: "leaky",
        scope: "openid email profile",
        state: secret(randomUUID()),
        redirect_uri: `${BASE_URL}/callback`,
      });
      return void res
        .writeHead(302, { location: `${(await endpoints()).authorization_endpoint}?${query.toString()}` })
        .end();
    }
    case "/callback":
      return callback(req, url, res);
    case "/ring":
      return void res
        .writeHead(302, { location: `/ring?access=${url.searchParams.get("access")}&n=${randomUUID()}` })
        .end();
    case "/me":
      if (session === undefined) return void res.writeHead(401).end(`no session: ${JSON.stringify(req.headers)}`);
      return void res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: session }));
    case "/accounts":
      if (LEAKS === "accounts") return page(res, 500, `${req.url} ${JSON.stringify(req.headers)} ${environment}`);
      return void res
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ accounts: [...accounts.values()] }));
    default:
      return page(res, 200, `hello ${JSON.stringify(req.headers)}`);
  }
}

createServer((req, res) => {
  handle(req, res).catch((error: unknown) => page(res, 500, String(error)));
}).listen(Number(PORT), "localhost");
