/**
 * A club that has its own sign-up form: whoever comes for the first time chooses a nickname and accepts the terms, and
 * only then is a member. The identity that signed in waits for that in the meantime, bound to its browser.
 */
import { DatabaseSync } from "node:sqlite";
import { emailOf, folded, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { Once, randomKey } from "../lib/once.ts";
import {
  baseUrl,
  cookie,
  cookieOf,
  formOf,
  html,
  isFaulty,
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

interface Newcomer {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly given: string;
  readonly family: string;
}

interface Member {
  readonly id: number;
  readonly banned: number;
}

const db = new DatabaseSync(setting("DATABASE"), { timeout: 5_000 });
db.exec(`
  create table members (
    id integer primary key autoincrement, issuer text not null, subject text not null, email text not null,
    given text not null, family text not null, nickname text not null, banned integer not null default 0,
    unique (issuer, subject)
  );
  create table sessions (key text primary key, member integer not null);
`);
const get = (sql: string, ...values: (string | number | null)[]) =>
  db.prepare(sql).get(...values) as unknown as Member | undefined;
const run = (sql: string, ...values: (string | number | null)[]) => db.prepare(sql).run(...values);

const newcomers = new Once<Newcomer>();
const clubs = new Map(
  ["tennis", "chess"].map((name) => [
    name,
    new OidcLogin({
      issuer: setting(`${name.toUpperCase()}_ISSUER`),
      clientId: "club",
      clientSecret: setting("CLIENT_SECRET"),
      redirectUri: `${baseUrl()}/${name}/callback`,
    }),
  ]),
);

function clubOf({ params }: Call): OidcLogin {
  const club = clubs.get(params["club"] ?? "");
  if (club === undefined) throw new Refused("There is no such club.", 404);
  return club;
}

const find = (issuer: string, subject: string) =>
  get("select * from members where issuer = ? and subject = ?", issuer, subject);

async function callback(call: Call): Promise<void> {
  const claims = await clubOf(call).finish(call.url, cookieOf(call.req, "way"));
  const email = emailOf(claims["email"]);
  const member = find(claims.iss, claims.sub);
  if (member !== undefined) {
    const { id, banned } = member;
    if (banned === 1 && !isFaulty("forgets-bans")) throw new Refused("You are banned from this club.");
    run(
      "update members set banned = 0, email = coalesce(?, email) where id = ?",
      email === undefined ? null : folded(email),
      id,
    );
    return enter(call, id);
  }
  if (email === undefined) throw new Refused("Without an email address nobody can join.");
  const newcomer = {
    issuer: claims.iss,
    subject: claims.sub,
    email: folded(email),
    given: textOf(claims["given_name"]) ?? "",
    family: textOf(claims["family_name"]) ?? "",
  };
  const key = randomKey();
  newcomers.put(key, newcomer);
  redirect(call.res, "/join", [cookie("joining", key, 600), cookie("way", "", 0)]);
}

/** Two forms of one person at the same moment make one member: the constraint decides. */
function add({ issuer, subject, email, given, family }: Newcomer, nickname: string): number {
  run(
    `insert into members (issuer, subject, email, given, family, nickname) values (?, ?, ?, ?, ?, ?)
      on conflict (issuer, subject) do nothing`,
    issuer,
    subject,
    email,
    given,
    family,
    nickname,
  );
  const member = find(issuer, subject);
  if (member === undefined || member.banned === 1) throw new Refused("You are banned from this club.");
  return member.id;
}

async function join(call: Call): Promise<void> {
  const form = await formOf(call.req);
  if (form.get("terms") !== "accepted") throw new Refused("The terms of the club must be accepted.", 422);
  const newcomer = newcomers.take(cookieOf(call.req, "joining") ?? "");
  if (newcomer === undefined) throw new Refused("This form is too old. Please sign in again.", 400);
  enter(call, add(newcomer, textOf(form.get("nickname")) ?? "unnamed"));
}

function enter({ req, res }: Call, member: number): void {
  run("delete from sessions where key = ?", cookieOf(req, "club"));
  const key = randomKey();
  run("insert into sessions values (?, ?)", key, member);
  redirect(res, "/", [cookie("club", key), cookie("joining", "", 0), cookie("way", "", 0)]);
}

function current({ req }: Call): Member | undefined {
  const sql = "select m.* from sessions s join members m on m.id = s.member where s.key = ? and m.banned = 0";
  return get(sql, cookieOf(req, "club"));
}

serve(
  {
    "GET /": (call) => {
      const body =
        current(call) === undefined
          ? html`<p><a href="/tennis">Tennis</a> <a href="/chess">Chess</a></p>`
          : html`<form method="post" action="/leave"><button>Leave the clubhouse</button></form>`;
      send(call.res, 200, page("Club", body));
    },
    "GET /join": ({ res }) => {
      const form = html`<h1>Welcome to the club</h1>
        <form id="join" method="post" action="/join">
          <label>Nickname <input name="nickname" /></label>
          <label><input type="checkbox" name="terms" value="accepted" /> I accept the terms</label>
          <button>Join</button>
        </form>`;
      send(res, 200, page("Club", form));
    },
    "POST /join": join,
    "POST /leave": ({ req, res }) => {
      run("delete from sessions where key = ?", cookieOf(req, "club"));
      redirect(res, "/", [cookie("club", "", 0)]);
    },
    "GET /api/me": (call) => {
      const member = current(call);
      sendJson(call.res, member === undefined ? 401 : 200, { id: member?.id ?? null });
    },
    "GET /:club": async (call) => {
      const browser = randomKey();
      redirect(call.res, await clubOf(call).begin(browser), [cookie("way", browser, 600)]);
    },
    "GET /:club/callback": callback,
  },
  ({ res }, error) => {
    const { status, message } = refusal(error);
    send(
      res,
      status,
      page(
        "Club",
        html`<h1>No entry</h1>
          <p>${message}</p>`,
      ),
    );
  },
);
