/**
 * A survey tool behind SAML. A person is one row whose `sso_key` says who they are at their identity provider; there is no
 * table of identities, and nothing of it is shown. Who is signed in stands in a signed cookie, and nowhere else.
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import Database from "better-sqlite3";
import express, { type NextFunction, type Request, type Response } from "express";
import { emailOf, folded, textOf } from "../lib/claims.ts";
import { randomKey } from "../lib/once.ts";
import { SamlLogin, type Assertion } from "../lib/saml.ts";
import { baseUrl, cookie, cookieOf, html, isFaulty, listen, page, refusal, Refused, setting } from "../lib/web.ts";

interface Respondent {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly active: number;
}

const db = new Database(setting("DATABASE"));
db.pragma("journal_mode = wal");
db.exec(`create table respondents (
  id text primary key, sso_key text unique, email text not null unique, name text not null, active integer not null default 1
)`);
const byKey = db.prepare<[string], Respondent>("select * from respondents where sso_key = ?");
const byEmail = db.prepare<[string], Respondent>("select * from respondents where email = ?");
const byId = db.prepare<[string], Respondent>("select * from respondents where id = ? and active = 1");
const insert = db.prepare("insert into respondents (id, sso_key, email, name) values (?, ?, ?, ?)");
const change = db.prepare("update respondents set email = ?, name = ? where id = ?");

/** Whoever is new gets a row; an address belongs to one person, and nobody is linked by theirs. */
const enter = db.transaction(({ issuer, nameId, attributes }: Assertion): Respondent => {
  if (nameId === undefined) throw new Refused("Your organization does not say who you are: there is no NameID.");
  const value = (name: string) => textOf(attributes.get(name)?.[0]);
  const address = emailOf(value("email"));
  const email = address === undefined ? undefined : folded(address);
  const name = value("cn") ?? [value("firstName"), value("lastName")].filter(Boolean).join(" ");
  // A space cannot be in an entityID, so no two pairs make the same key.
  const key = isFaulty("key-without-issuer") ? nameId : `${issuer} ${nameId}`;
  const known = byKey.get(key);
  if (known?.active === 0) throw new Refused("Your account was closed.");
  if (email === undefined && known === undefined) throw new Refused("Your organization sends no email address.");
  const holder = email === undefined ? undefined : byEmail.get(email);
  if (holder !== undefined && holder.id !== known?.id)
    throw new Refused(`The address ${email} is in use here. Ask your administrator whose it is.`);
  if (known === undefined) insert.run(randomUUID(), key, email, name === "" ? email : name);
  else change.run(email ?? known.email, name === "" ? known.name : name, known.id);
  return byKey.get(key) as Respondent;
});

const SECRET = setting("COOKIE_SECRET");
const EIGHT_HOURS = 8 * 3600;
const signature = (text: string) => createHmac("sha256", SECRET).update(text).digest("base64url");

function sessionFor({ id }: Respondent): string {
  const text = `${id}.${Math.floor(Date.now() / 1000) + EIGHT_HOURS}`;
  return `${text}.${signature(text)}`;
}

function respondentOf(req: Request): Respondent | undefined {
  const [id = "", until = "", given = ""] = (cookieOf(req, "survey") ?? "").split(".");
  const wanted = signature(`${id}.${until}`);
  const good = given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
  return good && Number(until) * 1000 > Date.now() ? byId.get(id) : undefined;
}

const idps = new Map(
  ["alpha", "beta"].map((name) => {
    const of = (fact: string) => setting(`${name.toUpperCase()}_${fact}`);
    const trust = { issuer: of("ENTITY_ID"), ssoUrl: of("SSO_URL"), certificate: of("CERTIFICATE") };
    const here = `${baseUrl()}/saml/${name}`;
    return [name, new SamlLogin({ ...trust, entityId: here, acs: `${here}/acs` })] as const;
  }),
);

function idpOf(req: Request): SamlLogin {
  const idp = idps.get(String(req.params["idp"]));
  if (idp === undefined) throw new Refused("This organization is not known here.", 404);
  return idp;
}

const app = express();
app.disable("x-powered-by");

app.get("/", (req, res) => {
  const respondent = respondentOf(req);
  const body =
    respondent === undefined
      ? html`<p>Choose your organization: <a href="/saml/alpha">Alpha</a> or <a href="/saml/beta">Beta</a>.</p>`
      : html`<p>Welcome, ${respondent.name}.</p>
          <form method="post" action="/leave"><button>Leave</button></form>`;
  res.send(page("Surveys", body));
});

app.get("/saml/:idp", async (req, res) => {
  const browser = randomKey();
  const target = await idpOf(req).begin(browser);
  res.setHeader("set-cookie", cookie("asked", browser, 600)).redirect(303, target);
});

app.post("/saml/:idp/acs", express.urlencoded({ extended: false, limit: "1mb" }), async (req, res) => {
  const posted: unknown = (req.body as { SAMLResponse?: unknown } | undefined)?.SAMLResponse;
  const ticket = await idpOf(req).receive(posted);
  res.redirect(303, `/saml/${req.params["idp"]}/enter?ticket=${ticket}`);
});

app.get("/saml/:idp/enter", (req, res) => {
  const assertion = idpOf(req).finish(req.query["ticket"], cookieOf(req, "asked"));
  const session = cookie("survey", sessionFor(enter.immediate(assertion)), EIGHT_HOURS);
  res.setHeader("set-cookie", [session, cookie("asked", "", 0)]).redirect(303, "/");
});

app.post("/leave", (_req, res) => res.setHeader("set-cookie", cookie("survey", "", 0)).redirect(303, "/"));

app.get("/whoami", (req, res) => {
  const respondent = respondentOf(req);
  res.status(respondent === undefined ? 401 : 200).json({ respondent: respondent?.id ?? null });
});

app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  const { status, message } = refusal(error);
  res.status(status).send(
    page(
      "Surveys",
      html`<h1>You are not signed in</h1>
        <p>${message}</p>`,
    ),
  );
});

listen(app);
