import { createHmac, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Request, RequestHandler, Response } from "express";
import session from "express-session";
import type { Db } from "../accounts/database.ts";
import type { Config, Organization } from "../config/model.ts";
import { cookieNames, HOST_SESSION_COOKIE, readCookie, SESSION_COOKIE } from "./cookies.ts";
import { localPath } from "./return-to.ts";
import { endSessions, type BegunBy, type Ended } from "./begun-by.ts";
import { cookieMaxAge, endsAt, type SessionMax } from "./lifetime.ts";
import { SessionStore } from "./store.ts";

declare module "express-session" {
  interface SessionData {
    accountId: string;
    max: SessionMax;
    begunBy?: BegunBy;
  }
}

/**
 * The session middleware. No session exists before somebody has signed in. Over https there is a proxy in front, which
 * says so (`X-Forwarded-Proto`): a Secure cookie is set for no request that came otherwise.
 */
export function sessions(
  db: Db,
  { baseUrl, sessionSecret }: Config,
  steps: Pick<SessionSteps, "endsAt">,
): RequestHandler {
  const https = baseUrl.startsWith("https:");
  return session({
    name: cookieNames(baseUrl).session,
    secret: sessionSecret,
    store: new SessionStore(db, steps.endsAt),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: "lax", secure: https },
    proxy: https,
  });
}

interface Leaving {
  /** Ends the session here. */
  readonly end: () => Promise<void>;
  /** Where the identity provider signs people out; null: nowhere. */
  readonly address: () => Promise<string | null>;
}

interface Member {
  readonly memberships: readonly string[];
}

/** How sessions begin and end, and where the browser goes then. */
export interface SessionSteps {
  /** The address to go to after the sign-in, of what the request asked for. */
  readonly returnTo: (wanted: unknown) => string;
  /** The account that is signed in; undefined: nobody. */
  readonly whose: (req: Request) => string | undefined;
  /** Whether a session goes on whose account is this one. */
  readonly lasts: (account: { readonly active: boolean }) => boolean;
  /** Whether keys open anything whose account is this one. */
  readonly opens: (account: { readonly active: boolean }) => boolean;
  /** Whether the sessions go on of an account that an administrator deactivates: where each of its organizations says so. */
  readonly outlives: (account: Member, organizations: ReadonlyMap<string, Organization>) => boolean;
  /** When a session that is used now ends. */
  readonly endsAt: typeof endsAt;
  /** `begunBy`: the identity provider's names for it; left out: a password began it. */
  readonly start: (req: Request, accountId: string, max: SessionMax, begunBy?: BegunBy) => Promise<void>;
  readonly end: (req: Request, res: Response) => Promise<void>;
  /** Signs out, and leads on to the identity provider where that is to know. */
  readonly leave: (req: Request, res: Response, leaving: Leaving) => Promise<void>;
  /** Whoever comes back from there. */
  readonly back: (req: Request, res: Response) => Promise<void>;
  /** What becomes of a session that the identity provider was asked about, and gave nothing more for. */
  readonly withdrawn: (req: Request, res: Response) => Promise<void>;
  /** Takes over what the identity provider says now of who is signed in. */
  readonly refreshed: (res: Response, takeOver: () => Promise<void>) => Promise<void>;
  /** Ends what the identity provider has ended. `req`: the request that says so, of a browser or of nobody's. */
  readonly endAt: (db: Db, ended: Ended, req: Request) => void;
}

/** A new session id at every sign-in, so that an id planted before it, or another person's session, ends here. */
async function start(req: Request, accountId: string, max: SessionMax, begunBy?: BegunBy): Promise<void> {
  await promisify(req.session.regenerate.bind(req.session))();
  req.session.accountId = accountId;
  req.session.max = max;
  req.session.cookie.maxAge = cookieMaxAge(max);
  if (begunBy !== undefined) req.session.begunBy = begunBy;
  await promisify(req.session.save.bind(req.session))();
}

async function end(req: Request, res: Response): Promise<void> {
  await promisify(req.session.destroy.bind(req.session))();
  // express-session knows no more of a session that is destroyed, so its cookie is taken back by hand.
  for (const name of [SESSION_COOKIE, HOST_SESSION_COOKIE]) {
    if (readCookie(req, name) !== null) res.clearCookie(name, { path: "/", secure: name === HOST_SESSION_COOKIE });
  }
}

/** The session here ends first: whether the identity provider answers is no matter of it. */
async function leave(_req: Request, res: Response, { end, address }: Leaving): Promise<void> {
  await end();
  res.redirect(303, (await address()) ?? "/");
}

async function back(_req: Request, res: Response): Promise<void> {
  res.redirect(303, "/");
}

function outlives({ memberships }: Member, organizations: ReadonlyMap<string, Organization>): boolean {
  const says = (name: string) => organizations.get(name)?.policy.deactivated_session;
  return memberships.length > 0 && memberships.every((name) => says(name) === "lasts");
}

export const sessionSteps: SessionSteps = {
  returnTo: localPath,
  whose: (req) => req.session.accountId,
  lasts: ({ active }) => active,
  // A key has no end of its own: it opens nothing to whom an administrator has put out, though their sessions may go on.
  opens: ({ active }) => active,
  outlives,
  endsAt,
  start,
  end,
  leave,
  back,
  withdrawn: end,
  refreshed: (_res, takeOver) => takeOver(),
  endAt: endSessions,
};

/** A token for this session's forms: derived from the session id, so that nothing more needs to be kept. */
export function csrfToken(req: Request, secret: string): string {
  return createHmac("sha256", secret).update(`csrf ${req.sessionID}`).digest("base64url");
}

export function isCsrfToken(req: Request, secret: string, token: unknown): boolean {
  const expected = Buffer.from(csrfToken(req, secret));
  const given = Buffer.from(typeof token === "string" ? token : "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
