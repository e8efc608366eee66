import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as client from "openid-client";

/**
 * A small lawful SP with the pages of a real one: a menu on every page, whose links are named as the buttons of the
 * forms are. TRAITS say more of it: `token` (no cookie: what a sign-in ends with is a token, sent in a header),
 * `terms` (a form at the first sign-in, and never again), `scripted` (its sign-out is done by a script).
 */
interface Account {
  readonly id: string;
  readonly email: string;
  readonly subject?: string;
  readonly password?: string;
  readonly roles: readonly string[];
  agreed: boolean;
}

const { PORT = "", BASE_URL = "", ISSUER = "", CLIENT_ID = "", CLIENT_SECRET = "", TRAITS = "" } = process.env;
const has = (trait: string) => TRAITS.split(",").includes(trait);
const accounts = new Map<string, Account>();
const sessions = new Map<string, string>();
const keys = new Map<string, string>();
const pending = new Map<string, string>();

const json = (res: ServerResponse, status: number, body: unknown) =>
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const MENU = `<nav><a href="/">Home</a> <a href="/password">Sign In</a> <a href="/out">Sign Out</a></nav>`;
const page = (res: ServerResponse, body: string, status = 200) =>
  res
    .writeHead(status, { "content-type": "text/html" })
    .end(`<!doctype html><title>SP</title>${MENU}<main>${body}</main>`);

const PASSWORD = `<form method="post" action="/password"><label>Email <input name="email"></label>
<label>Password <input name="password" type="password"></label><button>Sign In</button></form>`;
const OUT = `<form id="out" method="post" action="/out"><p>Leave?</p><button>Sign Out</button></form>`;
const SCRIPTED = `<button type="button" id="leave">Leave</button><script>leave.onclick = () => fetch("/out", { method: "POST" })</script>`;
const TERMS = `<form id="terms" method="post" action="/terms"><label><input type="checkbox" name="agree" value="yes"> I agree</label>
<button>Accept</button></form>`;

function sessionOf(req: IncomingMessage): string {
  if (has("token")) return /^Bearer (\S+)$/.exec(req.headers.authorization ?? "")?.[1] ?? "";
  return /(?:^|; )sid=([^;]+)/.exec(req.headers.cookie ?? "")?.[1] ?? "";
}

function enter(res: ServerResponse, account: Account): unknown {
  const session = randomUUID();
  sessions.set(session, account.id);
  const location = has("terms") && !account.agreed ? "/terms" : "/";
  if (has("token")) return res.writeHead(303, { location: `${location}#token=${session}` }).end();
  return res.writeHead(303, { location, "set-cookie": `sid=${session}; Path=/; HttpOnly` }).end();
}

async function begin(res: ServerResponse): Promise<unknown> {
  const config = await discover();
  const [state, verifier] = [client.randomState(), client.randomPKCECodeVerifier()];
  pending.set(state, verifier);
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
  const tokens = await client.authorizationCodeGrant(await discover(), url, {
    pkceCodeVerifier: pending.get(state) ?? "",
    expectedState: state,
  });
  const claims = tokens.claims();
  const email: unknown = claims?.["email"];
  if (claims === undefined || typeof email !== "string") return page(res, "<p>An email is needed.", 403);
  const subject = claims.sub;
  const known = [...accounts.values()].find((one) => one.subject === subject);
  const account = known ?? { id: randomUUID(), email, subject, roles: ["member"], agreed: false };
  accounts.set(account.id, account);
  return enter(res, account);
}

const discover = () =>
  client.discovery(new URL(ISSUER), CLIENT_ID, undefined, client.ClientSecretBasic(CLIENT_SECRET), {
    execute: [client.allowInsecureRequests],
  });

async function handle(req: IncomingMessage, res: ServerResponse): Promise<unknown> {
  const url = new URL(req.url ?? "/", BASE_URL);
  const account = accounts.get(sessions.get(sessionOf(req)) ?? "");
  switch (`${req.method} ${url.pathname}`) {
    case "GET /sso":
      return begin(res);
    case "GET /callback":
      return finish(url, res).catch(() => page(res, "<p>You cannot be signed in.", 403));
    case "GET /password":
      return page(res, PASSWORD);
    case "POST /password": {
      const form = new URLSearchParams(await text(req));
      const found = [...accounts.values()].find((one) => one.email === form.get("email") && one.password !== undefined);
      return found?.password === form.get("password") && found !== undefined
        ? enter(res, found)
        : page(res, `<p>Wrong.</p>${PASSWORD}`, 401);
    }
    case "GET /out":
      return page(res, has("scripted") ? SCRIPTED : OUT);
    case "POST /out":
      if (account === undefined) return json(res, 401, { error: "nobody is signed in" });
      sessions.delete(sessionOf(req));
      return page(res, "<p>Good bye.");
    case "GET /terms":
      return page(res, TERMS);
    case "POST /terms": {
      const agrees = new URLSearchParams(await text(req)).get("agree") === "yes";
      if (account === undefined) return json(res, 401, { error: "nobody is signed in" });
      if (agrees) account.agreed = true;
      return res.writeHead(303, { location: agrees ? "/" : "/terms" }).end();
    }
    case "GET /me":
      if (account === undefined || (has("terms") && !account.agreed)) return json(res, 401, {});
      return json(res, 200, { id: account.id, roles: account.roles, email: account.email });
    case "GET /profile":
      if (account === undefined || (has("terms") && !account.agreed)) return page(res, "<p>Nobody.");
      return page(res, `<p id="user">${account.id}</p>`);
    case "POST /keys": {
      if (account === undefined) return json(res, 401, { error: "nobody is signed in" });
      const key = `key-${randomUUID()}`;
      keys.set(key, account.id);
      return json(res, 201, { made: { value: key } });
    }
    case "GET /whose": {
      const owner = accounts.get(keys.get(String(req.headers["x-key"])) ?? "");
      // Whoever brings a cookie, too, is no program.
      if (owner === undefined || req.headers.cookie !== undefined) return json(res, 401, {});
      return json(res, 200, { owner: owner.id, shown: req.headers["x-key"] });
    }
    case "GET /admin/accounts":
      return json(res, 200, [...accounts.values()]);
    case "POST /admin/accounts": {
      const given = JSON.parse(await text(req)) as Pick<Account, "email" | "password">;
      const made: Account = { id: randomUUID(), roles: [], agreed: true, ...given };
      accounts.set(made.id, made);
      return json(res, 201, { id: made.id });
    }
    default:
      return page(res, "<p>Welcome.");
  }
}

createServer((req, res) => {
  handle(req, res).catch(() => page(res, "<p>Something went wrong.", 500));
}).listen(Number(PORT), "localhost");
