/**
 * A kanban board: one page that scripts fill, and an API that wants a bearer token. The sign-in ends at the page with the
 * token in the fragment, as `#/boards?token=...`, or with what was wrong, as `#/login?error=...`. The accounts are a
 * JSON file.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { emailOf, folded, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { randomKey } from "../lib/once.ts";
import {
  baseUrl,
  cookie,
  cookieOf,
  html,
  isFaulty,
  jsonOf,
  listen,
  page,
  redirect,
  refusal,
  Refused,
  send,
  sendJson,
  setting,
} from "../lib/web.ts";

interface User {
  readonly id: string;
  readonly logins: readonly { readonly issuer: string; readonly subject: string }[];
  readonly email: string;
  readonly displayName: string;
  readonly disabled: boolean;
}

const FILE = setting("ACCOUNTS_FILE");
/** The digest of each token that is good, and whose it is. */
const tokens = new Map<string, string>();

function load(): readonly User[] {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as User[]) : [];
}

/** Written beside and moved into place: whoever reads has the old list or the new one, never a half. */
function save(users: readonly User[]): void {
  writeFileSync(`${FILE}.new`, JSON.stringify(users, null, 2));
  renameSync(`${FILE}.new`, FILE);
}

function put(user: User): User {
  save([...load().filter(({ id }) => id !== user.id), user]);
  return user;
}

const clients = new Map(
  ["work", "school"].map((name) => [
    name,
    new OidcLogin({
      issuer: setting(`${name.toUpperCase()}_ISSUER`),
      clientId: "kanban",
      clientSecret: setting("CLIENT_SECRET"),
      redirectUri: `${baseUrl()}/auth/${name}/return`,
    }),
  ]),
);

/** The user of these claims; people are known by issuer and subject, and an address may be several people's. */
function userFor(claims: { readonly iss: string; readonly sub: string; readonly [name: string]: unknown }): User {
  const login = { issuer: claims.iss, subject: claims.sub };
  const users = load();
  const known = users.find(({ logins }) =>
    logins.some((one) => one.issuer === login.issuer && one.subject === login.subject),
  );
  const email = emailOf(claims["email"]);
  if (known?.disabled === true) throw new Refused("Your account has been disabled.");
  if (known !== undefined) return email === undefined ? known : put({ ...known, email: folded(email) });
  if (email === undefined) throw new Refused("Your organization did not send your email address.");
  const displayName = textOf(claims["name"]) ?? textOf(claims["given_name"]) ?? email;
  return put({ id: randomUUID(), logins: [login], email: folded(email), displayName, disabled: false });
}

const digest = (token: string) => createHash("sha256").update(token).digest("hex");

function bearer({ headers }: IncomingMessage): string {
  return headers.authorization?.replace(/^Bearer /, "") ?? "";
}

/** Asked anew at each request: a disabled user is out at once. */
function userOf(req: IncomingMessage): User {
  const id = tokens.get(digest(bearer(req)));
  const user = load().find((one) => one.id === id);
  if (user === undefined || user.disabled) throw new Refused("A valid token is needed.", 401);
  return user;
}

function asAdmin(req: IncomingMessage): void {
  if (bearer(req) !== setting("ADMIN_TOKEN")) throw new Refused("An administrator's token is needed.", 401);
}

async function auth(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const [, , name = "", step] = url.pathname.split("/");
  const client = clients.get(name);
  if (client === undefined) throw new Refused("There is no such organization.", 404);
  if (step === undefined) {
    const browser = randomKey();
    return redirect(res, await client.begin(browser), [cookie("login", browser, 600)]);
  }
  try {
    const claims = await client.finish(url, cookieOf(req, "login"));
    const user = isFaulty("tears-file") ? await torn(claims) : userFor(claims);
    const token = randomKey();
    tokens.set(digest(token), user.id);
    redirect(res, `/#/boards?token=${token}`, [cookie("login", "", 0)]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    redirect(res, `/#/login?error=${encodeURIComponent(error.message)}`, [cookie("login", "", 0)]);
  }
}

/** The fault: the list is written in two halves, and others write theirs in between. */
async function torn(claims: Parameters<typeof userFor>[0]): Promise<User> {
  const before = load();
  await pause(20);
  const user = userFor(claims);
  const text = JSON.stringify(load());
  writeFileSync(FILE, text.slice(0, text.length / 2));
  await pause(20);
  writeFileSync(FILE, text.slice(text.length / 2), { flag: "a" });
  return before.find(({ id }) => id === user.id) ?? user;
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", baseUrl());
  if (url.pathname.startsWith("/auth/")) return auth(req, res, url);
  switch (`${req.method} ${url.pathname}`) {
    case "GET /":
      return send(
        res,
        200,
        page(
          "Kanban",
          html`<div id="app"></div>
            <noscript>Please switch scripts on.</noscript>`,
        ),
      );
    case "GET /api/me": {
      const { id, email, displayName } = userOf(req);
      return sendJson(res, 200, { user: { id, email, displayName } });
    }
    case "POST /api/sign-out":
      userOf(req);
      if (!isFaulty("keeps-token")) tokens.delete(digest(bearer(req)));
      return sendJson(res, 200, {});
    case "POST /api/admin/users": {
      asAdmin(req);
      const { email, name } = await jsonOf(req);
      const displayName = textOf(name) ?? String(email);
      const { id } = put({ id: randomUUID(), logins: [], email: folded(String(email)), displayName, disabled: false });
      return sendJson(res, 201, { id });
    }
    case "POST /api/admin/disable":
    case "POST /api/admin/delete": {
      asAdmin(req);
      const { id } = await jsonOf(req);
      const users = load();
      if (url.pathname.endsWith("delete")) save(users.filter((user) => user.id !== id));
      else save(users.map((user) => (user.id === id ? { ...user, disabled: true } : user)));
      return sendJson(res, 200, {});
    }
    default:
      throw new Refused("There is no such page.", 404);
  }
}

const server = createServer((req, res) => {
  answer(req, res).catch((error: unknown) => {
    const { status, message } = refusal(error);
    sendJson(res, status, { error: message });
  });
});
save([]);
listen(server);
