/**
 * A help desk. One table, whose ids SQLite hands out: the number of an account that was removed is given again. Each
 * account has one role, in one column.
 */
import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { folded, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { randomKey } from "../lib/once.ts";
import {
  baseUrl,
  cookie,
  cookieOf,
  formOf,
  html,
  jsonOf,
  page,
  redirect,
  refusal,
  Refused,
  send,
  sendJson,
  serve,
  setting,
  type Call,
} from "../lib/web.ts";
import { accountFor, db, one, run, type Account } from "./accounts.ts";

const logins = new Map(
  ["staff", "partners"].map((name) => {
    const upper = name.toUpperCase();
    const issuer = setting(`${upper}_ISSUER`);
    const redirectUri = `${baseUrl()}/sso/${name}/callback`;
    const clientSecret = setting("CLIENT_SECRET");
    return [name, new OidcLogin({ issuer, clientId: "helpdesk", clientSecret, redirectUri })];
  }),
);

function loginOf({ params }: Call): OidcLogin {
  const login = logins.get(params["name"] ?? "");
  if (login === undefined) throw new Refused("There is no such identity provider.", 404);
  return login;
}

async function begin(call: Call): Promise<void> {
  const browser = randomKey();
  redirect(call.res, await loginOf(call).begin(browser), [cookie("flow", browser, 600)]);
}

async function callback(call: Call): Promise<void> {
  const claims = await loginOf(call).finish(call.url, cookieOf(call.req, "flow"));
  signIn(call, accountFor(claims).id);
}

/** A new session at each sign-in; the one before ends. */
function signIn({ req, res }: Call, account: number): void {
  run("delete from session where key = ?", cookieOf(req, "desk"));
  const key = randomKey();
  run("insert into session values (?, ?)", key, account);
  redirect(res, "/", [cookie("desk", key), cookie("flow", "", 0)]);
}

function current({ req }: Call): Account | undefined {
  const key = cookieOf(req, "desk");
  return one("select a.* from session s join account a on a.id = s.account where s.key = ? and a.active = 1", key);
}

function home(call: Call): void {
  const account = current(call);
  const body =
    account === undefined
      ? html`<p><a href="/sso/staff">Sign in as staff</a> <a href="/sso/partners">as a partner</a></p>
          <form method="post" action="/password">
            <label>Email <input name="email" type="email" /></label>
            <label>Password <input name="password" type="password" /></label>
            <button>Sign in with password</button>
          </form>`
      : html`<p>Hello, ${account.name}.</p>
          <form method="post" action="/sign-out"><button>Sign out</button></form>`;
  send(call.res, 200, page("Help desk", body));
}

async function passwordSignIn(call: Call): Promise<void> {
  const form = await formOf(call.req);
  const account = one("select * from account where email = ? and active = 1", folded(form.get("email") ?? ""));
  const [salt = "", hash = ""] = account?.password?.split(":") ?? [];
  const given = scryptSync(form.get("password") ?? "", salt, 32);
  if (account === undefined || hash === "" || !timingSafeEqual(given, Buffer.from(hash, "hex")))
    throw new Refused("This email address and this password do not belong together.", 401);
  signIn(call, account.id);
}

function signOut({ req, res }: Call): void {
  run("delete from session where key = ?", cookieOf(req, "desk"));
  redirect(res, "/", [cookie("desk", "", 0)]);
}

function admin(work: (call: Call) => unknown): (call: Call) => unknown {
  return (call) => {
    if (call.req.headers.authorization === `Bearer ${setting("ADMIN_TOKEN")}`) return work(call);
    throw new Refused("This is for administrators.", 401);
  };
}

function list({ res }: Call): void {
  const rows = db.prepare("select * from account order by id").all() as unknown as readonly Account[];
  const accounts = rows.map((row) => ({
    ...row,
    password: undefined,
    active: row.active === 1,
    email_verified: row.email_verified === 1,
    identities: row.issuer === null ? [] : [{ issuer: row.issuer, subject: row.subject }],
  }));
  sendJson(res, 200, { accounts });
}

async function invite({ req, res }: Call): Promise<void> {
  const { email, email_verified, name, role, password } = await jsonOf(req);
  const salt = randomBytes(8).toString("hex");
  const hash =
    textOf(password) === undefined ? null : `${salt}:${scryptSync(String(password), salt, 32).toString("hex")}`;
  const { lastInsertRowid } = run(
    "insert into account (email, email_verified, name, role, password) values (?, ?, ?, ?, ?)",
    folded(String(email)),
    Number(email_verified !== false),
    textOf(name) ?? String(email),
    textOf(role) ?? "reader",
    hash,
  );
  sendJson(res, 201, { id: Number(lastInsertRowid) });
}

const idOf = ({ params }: Call) => Number(params["id"]);

serve(
  {
    "GET /": home,
    "GET /sso/:name": begin,
    "GET /sso/:name/callback": callback,
    "POST /password": passwordSignIn,
    "POST /sign-out": signOut,
    "GET /api/me": (call) => {
      const account = current(call);
      sendJson(call.res, account === undefined ? 401 : 200, account === undefined ? {} : { id: account.id });
    },
    "GET /admin/accounts": admin(list),
    "POST /admin/accounts": admin(invite),
    "POST /admin/accounts/:id/role": admin(async (call) => {
      const { role } = await jsonOf(call.req);
      run("update account set role = ? where id = ?", String(role), idOf(call));
      sendJson(call.res, 200, {});
    }),
    "POST /admin/accounts/:id/deactivate": admin((call) => {
      run("update account set active = 0 where id = ?", idOf(call));
      run("delete from session where account = ?", idOf(call));
      sendJson(call.res, 200, {});
    }),
    "DELETE /admin/accounts/:id": admin((call) => {
      run("delete from account where id = ?", idOf(call));
      sendJson(call.res, 200, {});
    }),
  },
  ({ res }, error) => {
    const { status, message } = refusal(error);
    send(
      res,
      status,
      page(
        "Help desk",
        html`<h1>Sorry</h1>
          <p>${message}</p>`,
      ),
    );
  },
);
