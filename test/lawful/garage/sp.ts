/**
 * A garage that reads all that it knows of a person from UserInfo, and says 502 or 504 where that fails. It lives below
 * a path of its own, its session's cookie too, and who is signed in stands on a page alone.
 */
import { DatabaseSync } from "node:sqlite";
import { emailOf, groupsOf, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { randomKey } from "../lib/once.ts";
import {
  baseUrl,
  cookie,
  cookieOf,
  html,
  isFaulty,
  page,
  redirect,
  refusal,
  Refused,
  send,
  serve,
  setting,
  type Call,
} from "../lib/web.ts";

interface Person {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  /** Who gave the role: the IdP, or a hand. */
  readonly role_from: string;
  readonly barred: number;
}

const db = new DatabaseSync(setting("DATABASE"), { timeout: 5_000 });
db.exec(`
  create table people (
    id integer primary key autoincrement, issuer text not null, subject text not null, email text not null,
    email_ok integer not null, name text not null, role text not null, role_from text not null default 'idp',
    barred integer not null default 0, unique (issuer, subject)
  );
  create table sessions (key text primary key, person integer not null);
`);
const get = (sql: string, ...values: (string | number)[]) =>
  db.prepare(sql).get(...values) as unknown as Person | undefined;
const run = (sql: string, ...values: (string | number)[]) => db.prepare(sql).run(...values);

const firm = new OidcLogin({
  issuer: setting("ISSUER"),
  clientId: "garage",
  clientSecret: setting("CLIENT_SECRET"),
  redirectUri: `${baseUrl()}/garage/callback`,
  userInfo: { anySubject: isFaulty("believes-userinfo") },
});

const SESSION = "garage_sid";
const BEGUN = "garage_begun";
const below = (value: string) => value.replace("Path=/", "Path=/garage");

/** One role for each person; nobody is without one. */
function roleOf(groups: unknown): string {
  const held = groupsOf(groups) ?? [];
  return held.includes("managers") ? "manager" : held.includes("mechanics") ? "mechanic" : "visitor";
}

/** The same address, or another that is verified and nobody has. */
function addressOf({ id, email }: Person, said: string | undefined, verified: boolean): string {
  if (said === undefined || !verified) return email;
  return get("select * from people where lower(email) = lower(?) and id <> ?", said, id) === undefined ? said : email;
}

async function callback({ req, res, url }: Call): Promise<void> {
  const claims = await firm.finish(url, cookieOf(req, BEGUN));
  const { iss: issuer, sub: subject } = claims;
  const email = emailOf(claims["email"]);
  const verified = claims["email_verified"] === true;
  const name = textOf(claims["name"]);
  const role = roleOf(claims["groups"]);
  const known = get("select * from people where issuer = ? and subject = ?", issuer, subject);
  if (known === undefined) {
    if (email === undefined) throw new Refused("Your employer has to send an email address of yours.");
    const taken = get("select * from people where lower(email) = lower(?)", email);
    if (taken !== undefined) throw new Refused("Somebody has that email address here. Please ask at the desk.");
    run(
      "insert into people (issuer, subject, email, email_ok, name, role) values (?, ?, ?, ?, ?, ?)",
      issuer,
      subject,
      email,
      verified ? 1 : 0,
      name ?? email,
      role,
    );
  } else {
    if (known.barred === 1) throw new Refused("You are barred.");
    const address = addressOf(known, email, verified);
    run("update people set name = ?, email = ? where id = ?", name ?? known.name, address, known.id);
    if (known.role_from === "idp") run("update people set role = ? where id = ?", role, known.id);
  }
  const person = get("select * from people where issuer = ? and subject = ?", issuer, subject);
  run("delete from sessions where key = ?", cookieOf(req, SESSION) ?? "");
  const key = randomKey();
  run("insert into sessions (key, person) values (?, ?)", key, person?.id ?? 0);
  redirect(res, "/garage/", [below(cookie(SESSION, key))]);
}

function home({ req, res }: Call): void {
  const person = get(
    "select p.* from sessions s join people p on p.id = s.person where s.key = ? and p.barred = 0",
    cookieOf(req, SESSION) ?? "",
  );
  const body =
    person === undefined
      ? html`<p>Nobody is here. <a href="/garage/in">Come in</a></p>`
      : html`<p>Hello ${person.name}, number <b id="number">${String(person.id)}</b></p>
          <a href="/garage/out">Go out</a>`;
  send(res, 200, page("Garage", body));
}

serve(
  {
    "GET /ready": ({ res }) => send(res, 200, "ready"),
    "GET /garage/": home,
    "GET /garage/in": async ({ req, res }) => {
      const browser = cookieOf(req, BEGUN) ?? randomKey();
      redirect(res, await firm.begin(browser), [below(cookie(BEGUN, browser, 600))]);
    },
    "GET /garage/callback": callback,
    "GET /garage/out": ({ req, res }) => {
      run("delete from sessions where key = ?", cookieOf(req, SESSION) ?? "");
      redirect(res, "/garage/", [below(cookie(SESSION, "", 0))]);
    },
  },
  ({ res }, error) => {
    const { status, message } = refusal(error);
    const crashed = isFaulty("crashes-when-late") && status > 500;
    send(res, crashed ? 500 : status, page("Garage", html`<p>${message}</p>`));
  },
);
