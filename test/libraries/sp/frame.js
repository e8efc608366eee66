/**
 * What is alike in the minimal SPs: two identity providers, a table of accounts, its read-out, and a session that is new with each
 * sign-in. An SP is one file beside this one; whatever its library throws is a page that says so, with 403.
 */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import express from "express";
import session from "express-session";

const { PORT, BASE_URL, MODULES } = process.env;

export const baseUrl = BASE_URL;

/** The setup in which everything is switched on, or added, that the library leaves to whoever uses it. */
export const isHardened = process.env.SETUP === "hardened";

/** The library, from the folder that it was installed into. */
export const load = createRequire(`${MODULES}/`);

/** Both, with what the kit told of them: `ONE_ISSUER` is `issuer` of the one. */
export const idps = ["one", "two"].map((name) => {
  const told = Object.entries(process.env).filter(([key]) => key.startsWith(`${name.toUpperCase()}_`));
  const facts = told.map(([key, value]) => [key.slice(name.length + 1).toLowerCase(), value]);
  return { name, ...Object.fromEntries(facts) };
});

const accounts = new Map();

/** The account of whom the library vouched for: found by issuer and subject alone, or made. */
export function accountOf({ issuer, subject, email, name }) {
  if (typeof subject !== "string" || subject.trim() === "") throw new Error("nobody is named");
  const identities = [{ issuer, subject }];
  const known = [...accounts.values()].find(
    ({ identities: [one] }) => one?.issuer === issuer && one.subject === subject,
  );
  if (known?.active === false) throw new Error("this account is closed");
  const account = { id: known?.id ?? randomUUID(), email, name, identities, active: true };
  accounts.set(account.id, account);
  return account;
}

/** Signs in, under a session of its own. */
export function enter(req, res, person) {
  const { id } = accountOf(person);
  req.session.regenerate((error) => {
    if (error) throw error;
    req.session.account = id;
    res.redirect("/");
  });
}

/** `accountIn`: where a library keeps the session itself, the id of the account in it. */
export async function serve(routes, { accountIn = (req) => req.session.account, own = false } = {}) {
  const app = express();
  app.use("/accounts", express.json());
  app.get("/accounts", (_req, res) => res.json([...accounts.values()]));
  app.post("/accounts", (req, res) => {
    const account = { id: randomUUID(), identities: [], active: true, ...req.body };
    accounts.set(account.id, account);
    res.json(account);
  });
  app.post("/accounts/:id/deactivate", (req, res) => {
    accounts.get(req.params.id).active = false;
    res.end();
  });
  app.delete("/accounts/:id", (req, res) => {
    accounts.delete(req.params.id);
    res.end();
  });
  // Browsers bring such a cookie from another site with what they post, as they bring a SAML response.
  const cookie =
    process.env.PROTOCOL === "saml" && isHardened ? { sameSite: "none", secure: true } : { sameSite: "lax" };
  app.set("trust proxy", true);
  app.use((req, _res, next) => {
    // There is no TLS on loopback, where browsers keep a secure cookie all the same.
    if (cookie.secure) req.headers["x-forwarded-proto"] = "https";
    next();
  });
  if (!own) app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: false, cookie }));
  await routes(app);
  app.get("/me", (req, res) => {
    const account = accounts.get(accountIn(req));
    if (account?.active) res.json({ account: account.id });
    else res.status(401).json({ account: null });
  });
  app.post("/leave", (req, res) => req.session.destroy(() => res.redirect("/")));
  app.get("/", (_req, res) =>
    res.send(`<!doctype html><title>Welcome</title><form method="post" action="/leave"><button>Leave</button></form>`),
  );
  // eslint-disable-next-line no-unused-vars -- by its four parameters Express knows it
  app.use((error, req, res, _next) => {
    console.error(`${req.method} ${req.path}: ${error?.stack ?? error}`);
    res.status(403).send("<!doctype html><title>Not signed in</title><p>You were not let in.</p>");
  });
  app.listen(Number(PORT), "localhost");
}
