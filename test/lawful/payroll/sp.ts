/**
 * A payroll service that keeps a first and a last name: whatever the identity provider says is put together and split at
 * the first space. Usernames are unique. Roles know where they came from. OpenID Connect and SAML.
 */
import express, { type NextFunction, type Request, type Response } from "express";
import session from "express-session";
import { domainOf, emailOf, folded, groupsOf, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { SamlLogin } from "../lib/saml.ts";
import { admit, get, rolesOf, rows, run, split } from "./people.ts";
import { baseUrl, html, isFaulty, listen, page, refusal, Refused, setting } from "../lib/web.ts";
import { randomKey } from "../lib/once.ts";

declare module "express-session" {
  interface SessionData {
    person: number;
    flow: string;
  }
}

const DOMAIN = setting("DOMAIN");

const oidc = new OidcLogin({
  issuer: setting("OIDC_ISSUER"),
  clientId: "payroll",
  clientSecret: setting("CLIENT_SECRET"),
  redirectUri: `${baseUrl()}/oidc/callback`,
});
const saml = new SamlLogin({
  entityId: `${baseUrl()}/saml`,
  acs: `${baseUrl()}/saml/acs`,
  issuer: setting("SAML_ENTITY_ID"),
  ssoUrl: setting("SAML_SSO_URL"),
  certificate: setting("SAML_CERTIFICATE"),
});

const app = express();
app.use(
  session({
    name: "payroll",
    secret: randomKey(),
    resave: false,
    saveUninitialized: false,
    cookie: { sameSite: "lax" },
  }),
);

/** The session that began the sign-in ends with it: another one, with another id, is the person's. */
function open(req: Request, res: Response, next: NextFunction, person: number): void {
  req.session.regenerate((error) => {
    if (error !== undefined && error !== null) return next(error);
    req.session.person = person;
    res.redirect(303, "/");
  });
}

function current(req: Request): number | undefined {
  const { person } = req.session;
  return person !== undefined && get("select 1 as there from people where id = ? and active = 1", person) !== undefined
    ? person
    : undefined;
}

app.get("/", (req, res) => {
  const person = current(req);
  const body =
    person === undefined
      ? html`<p>Sign in by <a href="/oidc">OpenID Connect</a> or by <a href="/saml">SAML</a>.</p>`
      : html`<p>Your payslips are below.</p>
          <form method="post" action="/logout"><button name="logout">Log out</button></form>`;
  res.send(page("Payroll", body));
});

for (const [path, login] of [
  ["/oidc", oidc],
  ["/saml", saml],
] as const) {
  app.get(path, async (req, res) => {
    req.session.flow = randomKey();
    const url = await login.begin(req.session.flow);
    res.redirect(303, url);
  });
}

app.get("/oidc/callback", async (req, res, next) => {
  const claims = await oidc.finish(new URL(req.originalUrl, baseUrl()), req.session.flow ?? null);
  const email = emailOf(claims["email"]);
  const person = admit({
    issuer: claims.iss,
    subject: claims.sub,
    email: email === undefined ? undefined : folded(email),
    name: textOf(claims["name"]) ?? nameOf(claims["given_name"], claims["family_name"]),
    username: textOf(claims["preferred_username"]),
    groups: groupsOf(claims["groups"]) ?? [],
    proven: claims["email_verified"] === true && email !== undefined && domainOf(email) === DOMAIN,
  });
  open(req, res, next, person);
});

app.post("/saml/acs", express.urlencoded({ extended: false, limit: "1mb" }), async (req, res) => {
  const { SAMLResponse: posted } = (req.body ?? {}) as { SAMLResponse?: unknown };
  res.redirect(303, `/saml/done?ticket=${await saml.receive(posted)}`);
});

app.get("/saml/done", (req, res, next) => {
  const { issuer, nameId, attributes } = saml.finish(req.query["ticket"], req.session.flow ?? null);
  if (nameId === undefined) throw new Refused("Your identity provider does not say who you are.");
  const value = (name: string) => attributes.get(name)?.[0];
  const email = emailOf(value("mail"));
  const person = admit({
    issuer,
    subject: nameId,
    email: email === undefined ? undefined : folded(email),
    name: textOf(value("displayName")) ?? nameOf(value("givenName"), value("sn")),
    username: textOf(value("uid")),
    groups: attributes.get("memberOf") ?? [],
    proven: email !== undefined && domainOf(email) === DOMAIN,
  });
  open(req, res, next, person);
});

function nameOf(...parts: readonly unknown[]): string | undefined {
  const missing = isFaulty("names-of-nothing") ? "undefined" : "";
  return textOf(parts.map((part) => textOf(part) ?? missing).join(" "));
}

app.post("/logout", (req, res, next) => {
  req.session.destroy((error) => (error === undefined || error === null ? res.redirect(303, "/") : next(error)));
});

app.get("/api/me", (req, res) => {
  const person = current(req);
  res.status(person === undefined ? 401 : 200).json({ me: person ?? null });
});

const admin = express.Router();
admin.use(express.json(), (req, res, next) => {
  if (req.headers.authorization === `Basic ${btoa(`kit:${setting("ADMIN_PASSWORD")}`)}`) next();
  else res.status(401).json({ error: "administrators only" });
});
admin.get("/people", (_req, res) => {
  const people = rows("select * from people").map((person) => ({
    ...person,
    active: person["active"] === 1,
    roles: rolesOf(Number(person["id"])),
    logins: rows("select issuer, subject from logins where person = ?", Number(person["id"])),
  }));
  res.json(people);
});
admin.post(
  "/people",
  (
    req: Request<
      unknown,
      unknown,
      {
        readonly email: string;
        readonly username?: string;
        readonly name?: string;
        readonly roles?: readonly string[];
      }
    >,
    res,
  ) => {
    const { email, username, name = "", roles = [] } = req.body;
    const address = folded(email);
    const { lastInsertRowid } = run(
      "insert into people (username, email, first_name, last_name) values (?, ?, ?, ?)",
      username ?? address,
      address,
      ...split(name),
    );
    for (const role of roles)
      run("insert or ignore into grants values (?, ?, 'manual')", Number(lastInsertRowid), role);
    res.status(201).json({ id: Number(lastInsertRowid) });
  },
);
admin.put("/people/:id/roles/:role", (req, res) => {
  run("insert or ignore into grants values (?, ?, 'manual')", Number(req.params.id), req.params.role);
  res.json({});
});
admin.put("/people/:id/closed", (req, res) => {
  run("update people set active = 0 where id = ?", Number(req.params.id));
  res.json({});
});
admin.delete("/people/:id", (req, res) => {
  run("delete from people where id = ?", Number(req.params.id));
  res.json({});
});
app.use("/admin", admin);

app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  const { status, message } = refusal(error);
  res.status(status).send(
    page(
      "Payroll",
      html`<h1>We could not sign you in</h1>
        <p>${message}</p>`,
    ),
  );
});

listen(app);
