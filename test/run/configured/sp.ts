import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as client from "openid-client";

/** An SP that learns of its identity provider from its administrator, by an API or a form, once it runs. */
interface Provider {
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
}

const { PORT = "", BASE_URL = "" } = process.env;
const accounts = new Map<string, { readonly id: string; readonly email: string; readonly subject: string }>();
const sessions = new Map<string, string>();
const pending = new Map<string, { readonly verifier: string; readonly config: client.Configuration }>();
let provider: Provider | null = null;
/** Under which names it was told to read claims, the last at the end. */
const told: unknown[] = [];

const json = (res: ServerResponse, status: number, body: unknown) =>
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const page = (res: ServerResponse, status: number, body: string) =>
  res.writeHead(status, { "content-type": "text/html" }).end(`<!doctype html><title>SP</title>${body}`);

const FORM = `<form method="post" action="/setup"><label>Issuer <input name="issuer"></label>
<label>Client <input name="client_id"></label><label>Secret <input name="client_secret"></label>
<button>Save</button></form>`;

function configure(wanted: Partial<Provider>): { readonly status: number; readonly error?: string } {
  const { issuer = "", client_id = "", client_secret = "" } = wanted;
  if (!issuer.startsWith("http://")) return { status: 422, error: "issuer must be an address" };
  if (provider !== null) return { status: 409, error: "there is a provider already" };
  provider = { issuer, client_id, client_secret };
  return { status: 201 };
}

const sessionOf = (req: IncomingMessage) => /(?:^|; )sid=([^;]+)/.exec(req.headers.cookie ?? "")?.[1] ?? "";

async function begin(res: ServerResponse): Promise<unknown> {
  if (provider === null) return page(res, 503, "<p>No identity provider is configured.");
  const { issuer, client_id, client_secret } = provider;
  const config = await client.discovery(
    new URL(issuer),
    client_id,
    undefined,
    client.ClientSecretBasic(client_secret),
    { execute: [client.allowInsecureRequests] },
  );
  const [state, verifier] = [client.randomState(), client.randomPKCECodeVerifier()];
  pending.set(state, { verifier, config });
  const location = client.buildAuthorizationUrl(config, {
    redirect_uri: `${BASE_URL}/callback`,
    scope: "openid email",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
  });
  return res.writeHead(303, { location: location.href }).end();
}

async function finish(url: URL, res: ServerResponse): Promise<unknown> {
  const state = url.searchParams.get("state") ?? "";
  const begun = pending.get(state);
  if (begun === undefined) return page(res, 400, "<p>This sign-in is not known.");
  const tokens = await client.authorizationCodeGrant(begun.config, url, {
    pkceCodeVerifier: begun.verifier,
    expectedState: state,
  });
  const claims = tokens.claims();
  const email: unknown = claims?.["email"];
  if (claims === undefined || typeof email !== "string") return page(res, 403, "<p>An email is needed.");
  const { sub } = claims;
  const known = [...accounts.values()].find(({ subject }) => subject === sub);
  const account = known ?? { id: randomUUID(), email, subject: sub };
  accounts.set(account.id, account);
  // Bob's sign-in never ends, although his account is there.
  if (account.email.startsWith("bob.")) return undefined;
  const session = randomUUID();
  sessions.set(session, account.id);
  return res.writeHead(303, { location: "/", "set-cookie": `sid=${session}; Path=/; HttpOnly` }).end();
}

async function handle(req: IncomingMessage, res: ServerResponse): Promise<unknown> {
  const url = new URL(req.url ?? "/", BASE_URL);
  switch (`${req.method} ${url.pathname}`) {
    case "POST /admin/idps": {
      const { status, error } = configure(JSON.parse(await text(req)) as Partial<Provider>);
      return json(res, status, error === undefined ? {} : { error });
    }
    case "PUT /admin/names":
      told.push(JSON.parse(await text(req)));
      return json(res, 200, {});
    case "PUT /admin/names-once":
      told.push(JSON.parse(await text(req)));
      return told.length > 2 ? json(res, 403, { error: "no more" }) : json(res, 200, {});
    case "GET /admin/names":
      return json(res, 200, told);
    case "GET /setup":
      return page(res, 200, FORM);
    case "POST /setup": {
      const { status, error } = configure(Object.fromEntries(new URLSearchParams(await text(req))));
      return page(res, status, `<p>${error ?? "Saved."}`);
    }
    case "POST /admin/reset":
      provider = null;
      accounts.clear();
      return res.writeHead(204).end();
    case "GET /admin/accounts":
      return json(res, 200, [...accounts.values()]);
    case "DELETE /admin/accounts":
      accounts.delete(url.searchParams.get("id") ?? "");
      return res.writeHead(204).end();
    case "GET /sso":
      return begin(res);
    case "GET /callback":
      return finish(url, res);
    case "GET /sign-out":
      sessions.delete(sessionOf(req));
      return page(res, 200, "<p>Signed out.");
    case "GET /forget":
      return res.writeHead(303, { location: "/", "set-cookie": "sid=; Path=/; Max-Age=0" }).end();
    case "GET /me": {
      const id = sessions.get(sessionOf(req));
      return id === undefined ? json(res, 401, {}) : json(res, 200, { id });
    }
    default:
      return page(res, 200, "<p>Welcome.");
  }
}

createServer((req, res) => {
  handle(req, res).catch(() => page(res, 500, "<p>Something went wrong."));
}).listen(Number(PORT), "localhost");
