/**
 * A company's intranet, by SAML and by password. Whatever goes wrong leads to the front page, which says it once (a
 * flash message). Every page has a menu, one for wide screens and one for narrow ones, whose links are named as the
 * buttons of its forms are. An account with a password is joined only by whoever knows it.
 */
import { randomBytes, randomUUID, scryptSync } from "node:crypto";
import express, { type NextFunction, type Request, type Response } from "express";
import { folded, textOf } from "../lib/claims.ts";
import { randomKey } from "../lib/once.ts";
import { SamlLogin, type Assertion } from "../lib/saml.ts";
import { baseUrl, cookie, cookieOf, html, listen, page, refusal, Refused, setting } from "../lib/web.ts";
import { byEmail, byId, db, decide, insert, join, knows, type Employee } from "./employees.ts";

/** What one browser is in the middle of; a new one at each sign-in. */
interface Session {
  employee?: string;
  asked?: string;
  flash?: string;
  /** Signed in at the IdP, and asked for the password of the account that they claim. */
  claiming?: { readonly assertion: Assertion; readonly account: string };
}

const sessions = new Map<string, Session>();

function sessionOf(req: Request): Session {
  return sessions.get(cookieOf(req, "intranet") ?? "") ?? {};
}

/** The session that was there ends. */
function renew(req: Request, res: Response, session: Session): void {
  sessions.delete(cookieOf(req, "intranet") ?? "");
  const key = randomKey();
  sessions.set(key, session);
  res.setHeader("set-cookie", cookie("intranet", key));
}

const saml = new SamlLogin({
  entityId: `${baseUrl()}/sso`,
  acs: `${baseUrl()}/sso/acs`,
  issuer: setting("ENTITY_ID"),
  ssoUrl: setting("SSO_URL"),
  certificate: setting("CERTIFICATE"),
});

function show(res: Response, session: Session, body: ReturnType<typeof html>): void {
  const entry =
    session.employee === undefined ? html`<a href="/sign-in">Sign in</a>` : html`<a href="/sign-out">Sign out</a>`;
  const menu = html`<a href="/">Home</a> <a href="/news">News</a> ${entry}`;
  res.send(
    page(
      "Intranet",
      html`<nav class="wide">${menu}</nav>
        <nav class="narrow">${menu}</nav>
        <main>${body}</main>`,
    ),
  );
}

const app = express();
app.use(express.urlencoded({ extended: false, limit: "1mb" }));
const field = (req: Request, name: string) => {
  const value = (req.body as { readonly [name: string]: unknown } | undefined)?.[name];
  return typeof value === "string" ? value : "";
};

app.get("/", (req, res) => {
  const session = sessionOf(req);
  const { flash = "", employee } = session;
  delete session.flash;
  const hello = employee === undefined ? "You are a guest here." : `Hello, ${byId.get(employee)?.given_name ?? ""}.`;
  show(
    res,
    session,
    html`<p role="status">${flash}</p>
      <p>${hello}</p>`,
  );
});

app.get("/sign-in", (req, res) => {
  const form = html`<p><a href="/sso">With your company account</a></p>
    <form method="post" action="/sign-in">
      <label>Email <input name="email" /></label> <label>Password <input name="password" type="password" /></label>
      <button>Sign in</button>
    </form>`;
  show(res, sessionOf(req), form);
});

app.post("/sign-in", (req, res) => {
  const employee = byEmail.get(folded(field(req, "email")));
  if (employee?.active !== 1 || !knows(employee, field(req, "password")))
    throw new Refused("This email address and this password do not go together.");
  renew(req, res, { employee: employee.id });
  res.redirect(303, "/");
});

app.get("/sign-out", (req, res) => {
  renew(req, res, { flash: "You are signed out." });
  res.redirect(303, "/");
});

app.get("/sso", async (req, res) => {
  const asked = randomKey();
  const target = await saml.begin(asked);
  const session = { ...sessionOf(req), asked };
  renew(req, res, session);
  res.redirect(303, target);
});

app.post("/sso/acs", async (req, res) => {
  res.redirect(303, `/sso/enter?ticket=${await saml.receive(field(req, "SAMLResponse"))}`);
});

app.get("/sso/enter", (req, res) => {
  const assertion = saml.finish(req.query["ticket"], sessionOf(req).asked ?? null);
  const decision = decide.immediate(assertion);
  if ("employee" in decision) {
    renew(req, res, decision);
    return res.redirect(303, "/");
  }
  renew(req, res, { claiming: { assertion, account: decision.claim } });
  return res.redirect(303, decision.claim === "" ? "/" : "/join");
});

app.get("/join", (req, res) => {
  const session = sessionOf(req);
  if (session.claiming === undefined) return res.redirect(303, "/");
  const form = html`<p>There is an account with your email address. If it is yours, type its password.</p>
    <form id="join" method="post" action="/join">
      <label>Password <input name="password" type="password" /></label> <button>Join</button>
    </form>`;
  return show(res, session, form);
});

/** One try for each sign-in. */
app.post("/join", (req, res) => {
  const { claiming } = sessionOf(req);
  const account = byId.get(claiming?.account ?? "");
  const isProven = claiming !== undefined && knows(account, field(req, "password")) && account?.issuer === null;
  if (!isProven) throw new Refused("That was not the password of this account. Nothing was joined.");
  join.run(claiming.assertion.issuer, claiming.assertion.nameId, account.id);
  decide.immediate(claiming.assertion);
  renew(req, res, { employee: account.id });
  res.redirect(303, "/");
});

app.get("/api/whoami", (req, res) => {
  const employee = byId.get(sessionOf(req).employee ?? "");
  res.status(employee === undefined ? 401 : 200).json({ id: employee?.id ?? null });
});

const admin = express.Router();
admin.use(express.json(), (req, res, next) => {
  if (req.headers.authorization === `Bearer ${setting("ADMIN_TOKEN")}`) next();
  else res.status(401).json({});
});
admin.get("/employees", (_req, res) => {
  const all = db.prepare<[], Employee>("select * from employees").all();
  res.json(
    all.map((one) => ({
      ...one,
      password: undefined,
      active: one.active === 1,
      email_verified: one.email_verified === 1,
      roles: JSON.parse(one.roles) as unknown,
    })),
  );
});
admin.post("/employees", (req, res) => {
  const { email, email_verified, given_name, family_name, roles, password } = req.body as {
    readonly [name: string]: unknown;
  };
  const salt = randomBytes(8).toString("hex");
  const id = randomUUID();
  insert.run({
    id,
    issuer: null,
    name_id: null,
    email: folded(String(email)),
    email_verified: Number(email_verified !== false),
    given_name: textOf(given_name) ?? "",
    family_name: textOf(family_name) ?? "",
    roles: JSON.stringify(roles ?? ["reader"]),
    password:
      textOf(password) === undefined ? null : `${salt}:${scryptSync(String(password), salt, 32).toString("hex")}`,
  });
  res.status(201).json({ id });
});
admin.post("/employees/:id/:change", (req, res) => {
  const { id, change } = req.params;
  const { role } = (req.body ?? {}) as { readonly role?: string };
  if (change === "role")
    db.prepare("update employees set roles = json_insert(roles, '$[#]', ?) where id = ?").run(role, id);
  else if (change === "deactivate") db.prepare("update employees set active = 0 where id = ?").run(id);
  else db.prepare("delete from employees where id = ?").run(id);
  res.json({});
});
app.use("/admin", admin);

/** A person is led home and told. */
app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
  const { status, message } = refusal(error);
  if (status >= 500) return void res.status(status).send(page("Intranet", html`<p>${message}</p>`));
  const { employee } = sessionOf(req);
  renew(req, res, { ...(employee === undefined ? {} : { employee }), flash: message });
  res.redirect(303, "/");
});

listen(app);
