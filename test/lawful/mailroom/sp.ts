/**
 * A shared inbox. Its front door asks for an email address and leads to the identity provider of its domain; a domain
 * that nobody has is a page that is not found. Addresses are compared letter by letter, as RFC 5321 has their local parts.
 */
import { DatabaseSync } from "node:sqlite";
import { domainOf, emailOf, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { randomKey } from "../lib/once.ts";
import {
  baseUrl,
  cookie,
  cookieOf,
  formOf,
  html,
  isFaulty,
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

type Row = { readonly [column: string]: string | number | null };

const db = new DatabaseSync(setting("DATABASE"), { timeout: 5_000 });
db.exec(`
  create table user (
    id integer primary key autoincrement, email text not null unique, name text not null, verified integer not null
  );
  create table identity (issuer text, subject text, user integer not null, primary key (issuer, subject));
  create table session (key text primary key, user integer not null);
`);
const get = (sql: string, ...values: (string | number | null)[]) => db.prepare(sql).get(...values) as Row | undefined;
const run = (sql: string, ...values: (string | number | null)[]) => db.prepare(sql).run(...values);

const login = (name: string) =>
  new OidcLogin({
    issuer: setting(`${name}_ISSUER`),
    clientId: "mailroom",
    clientSecret: setting("CLIENT_SECRET"),
    redirectUri: `${baseUrl()}/callback/${name.toLowerCase()}`,
  });
const tenants = [
  { domain: "red.test", path: "red", login: login("RED") },
  { domain: "blue.test", path: "blue", login: login("BLUE") },
];

/** The domain's letters mean nothing, those before the @ do. */
function normal(email: string): string {
  return `${email.slice(0, email.lastIndexOf("@"))}@${domainOf(email)}`;
}

async function start({ req, res }: Call): Promise<void> {
  const typed = emailOf((await formOf(req)).get("email"));
  const tenant = tenants.find(({ domain }) => typed !== undefined && domainOf(typed) === domain);
  if (tenant === undefined) throw new Refused("We know no company with this email address.", 404);
  const browser = randomKey();
  redirect(res, await tenant.login.begin(browser), [cookie("errand", browser, 600)]);
}

async function callback({ req, res, url, params }: Call): Promise<void> {
  const tenant = tenants.find(({ path }) => path === params["tenant"]);
  if (tenant === undefined) throw new Refused("There is no such company.", 404);
  const claims = await tenant.login.finish(url, cookieOf(req, "errand"));
  const email = emailOf(claims["email"]);
  const user = userFor(tenant.domain, claims.iss, claims.sub, email === undefined ? undefined : normal(email), claims);
  run("delete from session where key = ?", cookieOf(req, "room"));
  const key = randomKey();
  run("insert into session values (?, ?)", key, user);
  redirect(res, "/", [cookie("room", key), cookie("errand", "", 0)]);
}

function userFor(
  domain: string,
  issuer: string,
  subject: string,
  email: string | undefined,
  claims: { readonly [name: string]: unknown },
): number {
  const proven = claims["email_verified"] === true && email !== undefined && domainOf(email) === domain;
  const holder = email === undefined ? undefined : get("select * from user where email = ?", email);
  const known = get("select user as id from identity where issuer = ? and subject = ?", issuer, subject);
  const name = textOf(claims["name"]);
  if (known !== undefined) {
    const id = Number(known["id"]);
    if (name !== undefined) run("update user set name = ? where id = ?", name, id);
    if (proven && holder === undefined) run("update user set email = ?, verified = 1 where id = ?", email, id);
    return id;
  }
  if (email === undefined) throw new Refused("Your company sends no email address with your sign-in.");
  if (domainOf(email) !== domain) throw new Refused(`Your email address is not one of ${domain}.`);
  if (holder !== undefined) {
    const taken = get("select 1 as yes from identity where user = ?", Number(holder["id"])) !== undefined;
    const safe = proven && holder["verified"] === 1 && !taken;
    if (!safe && !isFaulty("links-anybody"))
      throw new Refused(`Somebody has ${email} already. Please ask your colleagues.`);
    run("insert into identity values (?, ?, ?)", issuer, subject, Number(holder["id"]));
    return Number(holder["id"]);
  }
  const { lastInsertRowid } = run(
    "insert into user (email, name, verified) values (?, ?, ?)",
    email,
    name ?? email,
    Number(proven),
  );
  run("insert into identity values (?, ?, ?)", issuer, subject, Number(lastInsertRowid));
  return Number(lastInsertRowid);
}

const current = ({ req }: Call) =>
  get("select u.* from session s join user u on u.id = s.user where s.key = ?", cookieOf(req, "room"));

const admin = (work: (call: Call) => unknown) => (call: Call) => {
  if (call.req.headers["x-admin"] !== setting("ADMIN_KEY")) throw new Refused("Administrators only.", 401);
  return work(call);
};

serve(
  {
    "GET /": (call) => {
      const user = current(call);
      const body =
        user === undefined
          ? html`<form method="post" action="/start">
              <label>Work email <input name="email" /></label> <button>Continue</button>
            </form>`
          : html`<p>Inbox of ${String(user["name"])}</p>
              <form method="post" action="/leave"><button>Sign out</button></form>`;
      send(call.res, 200, page("Mailroom", body));
    },
    "POST /start": start,
    "GET /callback/:tenant": callback,
    "POST /leave": ({ req, res }) => {
      run("delete from session where key = ?", cookieOf(req, "room"));
      redirect(res, "/", [cookie("room", "", 0)]);
    },
    "GET /session": (call) => {
      send(call.res, 200, page("Session", html`<b id="user">${String(current(call)?.["id"] ?? "")}</b>`));
    },
    "POST /admin/users": admin(async ({ req, res }) => {
      const { email, email_verified, name } = await jsonOf(req);
      const address = normal(String(email));
      const { lastInsertRowid } = run(
        "insert into user (email, name, verified) values (?, ?, ?)",
        address,
        textOf(name) ?? address,
        Number(email_verified !== false),
      );
      sendJson(res, 201, { id: Number(lastInsertRowid) });
    }),
    "DELETE /admin/users/:id": admin(({ res, params }) => {
      const id = params["id"] ?? "";
      for (const sql of [
        "delete from session where user = ?",
        "delete from identity where user = ?",
        "delete from user where id = ?",
      ])
        run(sql, id);
      sendJson(res, 200, {});
    }),
  },
  ({ res }, error) => {
    const { status, message } = refusal(error);
    send(
      res,
      status,
      page(
        "Mailroom",
        html`<h1>This did not work</h1>
          <p>${message}</p>`,
      ),
    );
  },
);
