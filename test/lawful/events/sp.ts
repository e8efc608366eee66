/**
 * An event planner. Colleagues come in by themselves; a guest from elsewhere needs an invitation, which counts once it was
 * accepted by its link. Only active people are listed, and whoever was deactivated is active again when they sign in.
 */
import { randomUUID } from "node:crypto";
import express, { type NextFunction, type Request, type Response } from "express";
import { domainOf, emailOf, folded, textOf } from "../lib/claims.ts";
import { OidcLogin } from "../lib/oidc.ts";
import { randomKey } from "../lib/once.ts";
import { baseUrl, cookie, cookieOf, html, isFaulty, listen, page, refusal, Refused, setting } from "../lib/web.ts";

interface Planner {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly verified: boolean;
  readonly name: string;
  readonly active: boolean;
  /** What each role came from. */
  readonly fromGroups: readonly string[];
  readonly byHand: readonly string[];
}

interface Invitation {
  readonly email: string;
  readonly role: string;
  readonly used: boolean;
}

type Claims = { readonly iss: string; readonly sub: string; readonly [name: string]: unknown };

const DOMAIN = setting("DOMAIN");
const planners = new Map<string, Planner>();
const invitations = new Map<string, Invitation>();
const sessions = new Map<string, string>();
/** Of a browser: the invitation whose link it followed. */
const accepting = new Map<string, string>();

const hosts = new Map(
  ["inhouse", "agency"].map((name) => [
    name,
    new OidcLogin({
      issuer: setting(`${name.toUpperCase()}_ISSUER`),
      clientId: "events",
      clientSecret: setting("CLIENT_SECRET"),
      redirectUri: `${baseUrl()}/signin/${name}/return`,
    }),
  ]),
);

function hostOf(req: Request): OidcLogin {
  const host = hosts.get(String(req.params["host"]));
  if (host === undefined) throw new Refused("There is no such host.", 404);
  return host;
}

function rolesFrom(groups: unknown): readonly string[] {
  const list = Array.isArray(groups) ? groups : [groups];
  return [...(list.includes("engineering") ? ["planner"] : []), ...(list.includes("admins") ? ["producer"] : [])];
}

/** The invitation whose link was followed, where it is for this very person. */
function invitationFor(key: string | undefined, email: string, verified: boolean): Invitation | undefined {
  const invitation = invitations.get(key ?? "");
  if (invitation === undefined || invitation.used) return undefined;
  if (isFaulty("takes-any-invitation")) return invitation;
  if (!verified || invitation.email !== email) throw new Refused(`This invitation is for somebody else than ${email}.`);
  return invitation;
}

function plannerFor(claims: Claims, invited: string | undefined): Planner {
  const address = emailOf(claims["email"]);
  const email = address === undefined ? undefined : folded(address);
  const verified = claims["email_verified"] === true;
  const known = [...planners.values()].find(({ issuer, subject }) => issuer === claims.iss && subject === claims.sub);
  const invitation = email === undefined ? undefined : invitationFor(invited, email, verified);
  const given = invitation === undefined ? [] : [invitation.role];
  const fromGroups = rolesFrom(claims["groups"]);
  if (known === undefined) {
    if (email === undefined) throw new Refused("We need your email address, and did not get it.");
    if (domainOf(email) !== DOMAIN && invitation === undefined)
      throw new Refused(`Guests from ${domainOf(email)} need an invitation.`);
    const name = textOf(claims["name"]) ?? email;
    const { iss: issuer, sub: subject } = claims;
    const fresh = { id: randomUUID(), issuer, subject, email, verified, name, active: true, fromGroups, byHand: given };
    return keep(fresh, invited, invitation);
  }
  const name = textOf(claims["name"]) ?? known.name;
  return keep(
    { ...known, name, active: true, fromGroups, byHand: [...new Set([...known.byHand, ...given])] },
    invited,
    invitation,
  );
}

function keep(planner: Planner, invited: string | undefined, invitation: Invitation | undefined): Planner {
  planners.set(planner.id, planner);
  if (invited !== undefined && invitation !== undefined) invitations.set(invited, { ...invitation, used: true });
  return planner;
}

function current(req: Request): Planner | undefined {
  const planner = planners.get(sessions.get(cookieOf(req, "events") ?? "") ?? "");
  return planner?.active === true ? planner : undefined;
}

const app = express();

app.get("/", (req, res) => {
  const planner = current(req);
  const body =
    planner === undefined
      ? html`<p><a href="/signin/inhouse">In-house</a> <a href="/signin/agency">Agency</a></p>`
      : html`<p>${planner.name}'s events</p>
          <form method="post" action="/signout"><button>Sign out</button></form>`;
  res.send(page("Events", body));
});

app.get("/signin/:host", async (req, res) => {
  const trip = randomKey();
  const location = await hostOf(req).begin(trip);
  res.setHeader("set-cookie", cookie("trip", trip, 600)).redirect(303, location);
});

app.get("/signin/:host/return", async (req, res) => {
  const claims = await hostOf(req).finish(new URL(req.originalUrl, baseUrl()), cookieOf(req, "trip"));
  const following = cookieOf(req, "invited") ?? "";
  const { id } = plannerFor(claims, accepting.get(following));
  accepting.delete(following);
  sessions.delete(cookieOf(req, "events") ?? "");
  const session = randomKey();
  sessions.set(session, id);
  res
    .setHeader("set-cookie", [cookie("events", session), cookie("invited", "", 0), cookie("trip", "", 0)])
    .redirect(303, "/");
});

app.get("/invitations/:key", (req, res) => {
  const invitation = invitations.get(req.params.key);
  if (invitation === undefined || invitation.used) throw new Refused("This invitation is not open any more.", 404);
  const body = html`<p>You are invited. Accept it by signing in:</p>
    <form method="post" action="/invitations/${req.params.key}/inhouse"><button id="inhouse">In-house</button></form>
    <form method="post" action="/invitations/${req.params.key}/agency"><button id="agency">Agency</button></form>`;
  res.send(page("Events", body));
});

app.post("/invitations/:key/:host", (req, res) => {
  const following = randomKey();
  accepting.set(following, req.params.key);
  res.setHeader("set-cookie", cookie("invited", following, 600)).redirect(303, `/signin/${req.params.host}`);
});

app.post("/signout", (req, res) => {
  sessions.delete(cookieOf(req, "events") ?? "");
  res.setHeader("set-cookie", cookie("events", "", 0)).redirect(303, "/");
});

app.get("/api/me", (req, res) => {
  const planner = current(req);
  res.status(planner === undefined ? 401 : 200).json({ id: planner?.id ?? null });
});

const api = express.Router();
api.use(express.json(), (req, res, next) => {
  if (req.headers.authorization === `Bearer ${setting("ADMIN_TOKEN")}`) next();
  else res.status(401).json({});
});
api.get("/planners", (_req, res) => {
  const active = [...planners.values()].filter((planner) => planner.active);
  res.json(
    active.map(({ fromGroups, byHand, ...shown }) => ({
      ...shown,
      roles: ["guest", ...new Set([...fromGroups, ...byHand])],
    })),
  );
});
api.post("/planners/:id/roles", (req, res) => {
  const planner = planners.get(req.params.id);
  const { role } = req.body as { readonly role: string };
  if (planner !== undefined) planners.set(planner.id, { ...planner, byHand: [...planner.byHand, role] });
  res.json({});
});
api.post("/planners/:id/deactivate", (req, res) => {
  const planner = planners.get(req.params.id);
  if (planner !== undefined) planners.set(planner.id, { ...planner, active: false });
  res.json({});
});
api.delete("/planners/:id", (req, res) => {
  planners.delete(req.params.id);
  res.json({});
});
api.post("/invitations", (req, res) => {
  const { email, role = "guest" } = req.body as { readonly email: string; readonly role?: string };
  const key = randomKey();
  invitations.set(key, { email: folded(email), role, used: false });
  res.status(201).json({ link: `${baseUrl()}/invitations/${key}` });
});
app.use("/admin", api);

app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  const { status, message } = refusal(error);
  res.status(status).send(
    page(
      "Events",
      html`<h1>You are not on the list</h1>
        <p>${message}</p>`,
    ),
  );
});

listen(app);
