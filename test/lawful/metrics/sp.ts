/**
 * A metrics service that protects its front door: so many sign-ins a window, told in RateLimit headers (429 beyond), and
 * so many under way at once. Everything is kept in memory.
 */
import express, { type NextFunction, type Request, type Response } from "express";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { emailOf, folded, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { randomKey } from "../lib/once.ts";
import { baseUrl, cookie, cookieOf, html, isFaulty, listen, page, refusal, Refused, setting } from "../lib/web.ts";

interface Member {
  readonly id: string;
  readonly key: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly name: string;
  readonly suspended: boolean;
}

const members = new Map<string, Member>();
const sessions = new Map<string, string>();

/** So many in each window; what is left and when it begins anew is told in every answer. */
const WINDOW_S = 1;
const LIMIT = 25;
const AT_ONCE = 4;
let window = { number: 0, used: 0 };
let underWay = 0;

function limited(_req: Request, res: Response, next: NextFunction): void {
  const seconds = Date.now() / 1000;
  const number = Math.floor(seconds / WINDOW_S);
  if (window.number !== number) window = { number, used: 0 };
  const reset = Math.ceil((number + 1) * WINDOW_S - seconds);
  const left = LIMIT - ++window.used;
  res.set({
    "RateLimit-Limit": String(LIMIT),
    "RateLimit-Remaining": String(Math.max(0, left)),
    "RateLimit-Reset": String(reset),
  });
  if (left >= 0) return next();
  tooMany(res, reset, "There are too many sign-ins at the moment.");
}

/** Verifying a sign-in is work: it is done for a few at a time. */
function atOnce(_req: Request, res: Response, next: NextFunction): void {
  if (underWay >= AT_ONCE) return tooMany(res, 1, "Others are signing in.");
  underWay++;
  res.on("close", () => underWay--);
  next();
}

function tooMany(res: Response, wait: number, why: string): void {
  res
    .status(429)
    .set("Retry-After", String(wait))
    .send(
      page(
        "Metrics",
        html`<h1>One moment, please</h1>
          <p>${why}</p>`,
      ),
    );
}

const providers = new Map(
  ["main", "other"].map((name) => [
    name,
    new OidcLogin({
      issuer: setting(`${name.toUpperCase()}_ISSUER`),
      clientId: "metrics",
      clientSecret: setting("CLIENT_SECRET"),
      redirectUri: `${baseUrl()}/login/${name}/callback`,
    }),
  ]),
);

function providerOf(req: Request): OidcLogin {
  const provider = providers.get(String(req.params["name"]));
  if (provider === undefined) throw new Refused("This provider is not known.", 404);
  return provider;
}

async function memberFor(claims: {
  readonly iss: string;
  readonly sub: string;
  readonly [name: string]: unknown;
}): Promise<Member> {
  const key = JSON.stringify([claims.iss, claims.sub]);
  const known = [...members.values()].find((member) => member.key === key);
  if (known?.suspended === true) throw new Refused("Your membership is suspended.");
  if (known !== undefined) return known;
  // Between the look and the write nobody may come: the fault lets them.
  if (isFaulty("waits-before-write")) await pause(30);
  const email = emailOf(claims["email"]);
  const member = {
    id: randomUUID(),
    key,
    issuer: claims.iss,
    subject: claims.sub,
    email: email === undefined ? null : folded(email),
    name: textOf(claims["name"]) ?? email ?? "A new member",
    suspended: false,
  };
  members.set(member.id, member);
  return member;
}

function memberOf(req: Request): Member | undefined {
  const member = members.get(sessions.get(cookieOf(req, "metrics") ?? "") ?? "");
  return member?.suspended === false ? member : undefined;
}

const app = express();
app.get("/health", (_req, res) => void res.send("ok"));

app.get("/", (req, res) => {
  const member = memberOf(req);
  const body =
    member === undefined
      ? html`<p><a href="/login/main">Log in</a></p>`
      : html`<p>Dashboards of ${member.name}</p>
          <form method="post" action="/logout"><button>Log out</button></form>`;
  res.send(page("Metrics", body));
});

app.get("/login/:name", limited, async (req, res) => {
  const browser = randomKey();
  const location = await providerOf(req).begin(browser);
  res.setHeader("set-cookie", cookie("begun", browser, 600)).redirect(303, location);
});

app.get("/login/:name/callback", atOnce, async (req, res) => {
  const claims = await providerOf(req).finish(new URL(req.originalUrl, baseUrl()), cookieOf(req, "begun"));
  const { id } = await memberFor(claims);
  sessions.delete(cookieOf(req, "metrics") ?? "");
  const session = randomKey();
  sessions.set(session, id);
  res.setHeader("set-cookie", [cookie("metrics", session), cookie("begun", "", 0)]).redirect(303, "/");
});

app.post("/logout", (req, res) => {
  sessions.delete(cookieOf(req, "metrics") ?? "");
  res.setHeader("set-cookie", cookie("metrics", "", 0)).redirect(303, "/");
});

app.get("/api/session", (req, res) => void res.json({ member: memberOf(req)?.id ?? null }));

const api = express.Router();
api.use(express.json(), (req, res, next) => {
  if (req.headers["x-api-key"] === setting("API_KEY")) next();
  else res.status(401).json({ error: "a key is needed" });
});
api.get("/members", (_req, res) => {
  res.json({
    data: [...members.values()].map((member) => ({
      ...member,
      identity: { issuer: member.issuer, subject: member.subject },
    })),
  });
});
api.post("/members/:id/suspend", (req, res) => {
  const member = members.get(req.params.id);
  if (member !== undefined) members.set(member.id, { ...member, suspended: true });
  res.json({});
});
api.delete("/members/:id", (req, res) => {
  members.delete(req.params.id);
  res.json({});
});
app.use("/api/v1", api);

app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  const { status, message } = refusal(error);
  res.status(status).send(
    page(
      "Metrics",
      html`<h1>Not signed in</h1>
        <p>${message}</p>`,
    ),
  );
});

listen(app);
