/**
 * An archive that is open to those whom its administrators have entered, and to nobody else: signing in creates nothing.
 * Its list shows the active ones only. One file of plain functions, and a session in each cookie's row.
 */
import { DatabaseSync } from "node:sqlite";
import express, { type NextFunction, type Request, type Response } from "express";
import { domainOf, emailOf, folded, textOf } from "../lib/claims.ts";
import { randomKey } from "../lib/once.ts";
import { SamlLogin } from "../lib/saml.ts";
import { baseUrl, cookie, cookieOf, html, isFaulty, listen, page, refusal, Refused, setting } from "../lib/web.ts";

interface Reader {
  readonly id: number;
  readonly email: string;
  readonly email_verified: number;
  readonly entity_id: string | null;
  readonly employee_number: string | null;
  readonly active: number;
}

const DOMAIN = setting("DOMAIN");
const db = new DatabaseSync(":memory:");
db.exec(`
  create table reader (
    id integer primary key autoincrement, email text not null unique, email_verified integer not null,
    username text unique, display_name text not null, level text not null default 'visitor', entity_id text, employee_number text,
    active integer not null default 1, unique (entity_id, employee_number)
  );
  create table session (key text primary key, reader integer not null);
`);

function reader(where: string, ...values: (string | number | null)[]): Reader | undefined {
  return db.prepare(`select * from reader where ${where}`).get(...values) as unknown as Reader | undefined;
}

function run(sql: string, ...values: (string | number | null)[]) {
  return db.prepare(sql).run(...values);
}

const idp = new SamlLogin({
  entityId: `${baseUrl()}/metadata`,
  acs: `${baseUrl()}/acs`,
  issuer: setting("ENTITY_ID"),
  ssoUrl: setting("SSO_URL"),
  certificate: setting("CERTIFICATE"),
});

const app = express();

app.get("/", (req, res) => {
  const who = current(req);
  const body =
    who === undefined
      ? html`<p><a href="/login">Enter the archive</a></p>`
      : html`<p>Shelf of reader ${String(who.id)}</p>
          <form action="/logout" method="post"><button>Log off</button></form>`;
  res.send(page("Archive", body));
});

app.get("/login", async (req, res) => {
  if (current(req) !== undefined) return res.redirect(303, "/");
  const browser = randomKey();
  const target = await idp.begin(browser);
  return res.setHeader("set-cookie", cookie("entering", browser, 600)).redirect(303, target);
});

app.post("/acs", express.urlencoded({ extended: false, limit: "1mb" }), async (req, res) => {
  const { SAMLResponse: posted } = (req.body ?? {}) as { readonly SAMLResponse?: unknown };
  const ticket = await idp.receive(posted);
  res.redirect(303, `/enter?ticket=${ticket}`);
});

app.get("/enter", (req, res) => {
  const { issuer, attributes } = idp.finish(req.query["ticket"], cookieOf(req, "entering"));
  // The NameID is another one at each sign-in: the number of the employee is what stays.
  const number = attributes.get("employeeNumber")?.[0]?.trim() ?? "";
  if (number === "") throw new Refused("Your sign-in does not bring your employee number.");
  const email = emailOf(attributes.get("mail")?.[0]);
  const named = isFaulty("believes-names") ? reader("username = ?", attributes.get("uid")?.[0] ?? "") : undefined;
  const known =
    named ?? reader("entity_id = ? and employee_number = ?", issuer, number) ?? entered(issuer, number, email);
  if (known === undefined)
    throw new Refused(`Nobody has entered you${email === undefined ? ": your sign-in brings no email" : ""}.`);
  if (known.active === 0) throw new Refused("Your card was taken back.");
  run("delete from session where key = ?", cookieOf(req, "archive"));
  const key = randomKey();
  run("insert into session values (?, ?)", key, known.id);
  res.setHeader("set-cookie", [cookie("archive", key), cookie("entering", "", 0)]).redirect(303, "/");
});

/** Who was entered by their address, and comes for the first time. */
function entered(issuer: string, number: string, email: string | undefined): Reader | undefined {
  const found = email === undefined ? undefined : reader("email = ? and entity_id is null", folded(email));
  const isFree = found?.active === 1 && found.email_verified === 1 && domainOf(found.email) === DOMAIN;
  if (isFree) run("update reader set entity_id = ?, employee_number = ? where id = ?", issuer, number, found.id);
  return isFree ? found : undefined;
}

function current(req: Request): Reader | undefined {
  const sql = "id = (select reader from session where key = ?) and active = 1";
  return reader(sql, cookieOf(req, "archive"));
}

app.post("/logout", (req, res) => {
  run("delete from session where key = ?", cookieOf(req, "archive"));
  res.setHeader("set-cookie", cookie("archive", "", 0)).redirect(303, "/");
});

app.get("/reader.json", (req, res) => {
  const who = current(req);
  res.status(who === undefined ? 401 : 200).json({ card: who?.id ?? null });
});

const desk = express.Router();
desk.use(express.json(), (req, res, next) => {
  if (req.query["key"] === setting("DESK_KEY")) next();
  else res.status(401).json({});
});
desk.get("/readers", (_req, res) => {
  const readers = db.prepare("select * from reader where active = 1 order by id").all();
  res.json({ readers: readers.map((one) => ({ ...one, email_verified: one["email_verified"] === 1 })) });
});
desk.post("/readers", (req, res) => {
  const { email, email_verified, username, name, level, issuer, subject } = req.body as {
    readonly [field: string]: unknown;
  };
  const address = folded(String(email));
  const { lastInsertRowid } = run(
    `insert into reader (email, email_verified, username, display_name, level, entity_id, employee_number)
      values (?, ?, ?, ?, ?, ?, ?)`,
    address,
    Number(email_verified !== false),
    textOf(username) ?? null,
    textOf(name) ?? address,
    textOf(level) ?? "visitor",
    textOf(issuer) ?? null,
    textOf(subject) ?? null,
  );
  res.status(201).json({ id: Number(lastInsertRowid) });
});
desk.post("/readers/:id/level", (req, res) => {
  const { level } = req.body as { readonly level: string };
  run("update reader set level = ? where id = ?", level, Number(req.params.id));
  res.json({});
});
desk.delete("/readers/:id/card", (req, res) => {
  run("update reader set active = 0 where id = ?", Number(req.params.id));
  res.json({});
});
desk.delete("/readers/:id", (req, res) => {
  run("delete from session where reader = ?", Number(req.params.id));
  run("delete from reader where id = ?", Number(req.params.id));
  res.json({});
});
app.use("/desk", desk);

app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  const { status, message } = refusal(error);
  res.status(status).send(
    page(
      "Archive",
      html`<h1>The door stays shut</h1>
        <p>${message}</p>`,
    ),
  );
});

listen(app);
