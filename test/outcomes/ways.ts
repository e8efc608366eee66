import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { IDToken } from "openid-client";
import { page, type Account, type SmallSp } from "./sp.ts";

type Turn = (sp: SmallSp, res: ServerResponse, claims: IDToken, earlier: Account | undefined) => void;

/** What an SP does otherwise than the plainest one; each is lawful or faulty by the one thing that its name says. */
export interface Way {
  /** Of people who are let in, and of people who are not. */
  readonly welcome?: Turn;
  readonly refuse?: Turn;
  /** Whether the person may go on to the IdP; what else they are told, it has answered. */
  readonly door?: (sp: SmallSp, res: ServerResponse, sent: URLSearchParams, session: Account | undefined) => boolean;
  /** The attributes of a cookie that the callback asks for. */
  readonly stateCookie?: string;
  /** Whether one more may come in at this moment. */
  readonly crowd?: (sp: SmallSp, res: ServerResponse) => boolean | Promise<boolean>;
  /** Any other path below the way's own. */
  readonly elsewhere?: (sp: SmallSp, res: ServerResponse, url: URL, session: Account | undefined) => void;
}

function tooMany(res: ServerResponse, headers: { readonly [name: string]: string }): false {
  page(res, 429, "Too many sign-ins.", headers);
  return false;
}

function go(res: ServerResponse, location: string, cookie?: string): void {
  res.writeHead(303, { location, ...(cookie === undefined ? {} : { "set-cookie": cookie }) }).end();
}

const FORM = '<form method="post" action="sign-in"><input name="email" type="email"><button>Continue</button></form>';

function door(sp: SmallSp, res: ServerResponse, sent: URLSearchParams): boolean {
  const email = sent.get("email");
  if (email !== null) sp.typed.push(email);
  if (email === null) page(res, 200, FORM);
  else if (email.endsWith("@acme.test")) return true;
  else page(res, 404, "Nobody is known here by that address.");
  return false;
}

/** The session that there is stays as it is, whoever comes. */
function staying(say: (res: ServerResponse) => void): Way {
  return {
    welcome: (sp, res, claims, earlier) => {
      const account = sp.account(claims);
      go(res, "/", earlier === undefined ? sp.cookie(account) : undefined);
    },
    refuse: (_, res) => say(res),
  };
}

const SHELL = '<!doctype html><title>Acme</title><div id="app"></div><script>app.start({ TypeError: "at x" })</script>';

export const WAYS: { readonly [name: string]: Way } = {
  plain: {},
  // A front door that asks for the address first, and, behind it, a bug: the email is not looked for.
  door: {
    door,
    welcome: (sp, res, claims) => {
      if (typeof claims["email"] !== "string") return page(res, 500, "Internal Server Error");
      go(res, "/", sp.cookie(sp.account(claims)));
    },
  },

  // How a refusal is told: lawful, all of these, some of them clumsy.
  "single-page": {
    refuse: (_, res) => go(res, "/single-page/app#/login?error=not_a_member"),
    elsewhere: (_, res) => void res.writeHead(200, { "content-type": "text/html" }).end(SHELL),
  },
  home: { refuse: (_, res) => go(res, "/?message=You+are+not+a+member") },
  silent: { refuse: (_, res) => go(res, "/") },
  nothing: { refuse: (_, res) => void res.writeHead(204).end() },
  "not-here": { refuse: (_, res) => page(res, 501, "This is not offered.") },
  busy: { refuse: (_, res) => page(res, 503, "Later, please.", { "retry-after": "1" }) },
  crash: {
    refuse: (_, res) =>
      page(res, 200, "Sign-in failed. TypeError: Cannot read properties of undefined (reading 'role')"),
  },
  down: { refuse: (_, res) => page(res, 503, "Down.") },

  // The session is there, and what the person sees is broken.
  "session-then-500": {
    welcome: (sp, res, claims) =>
      page(res, 500, "Internal Server Error", { "set-cookie": sp.cookie(sp.account(claims)) }),
  },
  "session-then-loop": {
    welcome: (sp, res, claims) => go(res, "/session-then-loop/again", sp.cookie(sp.account(claims))),
    elsewhere: (_, res) => go(res, "/session-then-loop/again"),
  },
  "session-then-cut": {
    welcome: (sp, res, claims) => go(res, "/session-then-cut/home", sp.cookie(sp.account(claims))),
    elsewhere: (_, res) => void res.destroy(),
  },
  // Lawful: where everybody lands there is no page, or a front end of another port that nobody started.
  "lands-nowhere": {
    welcome: (sp, res, claims) => go(res, "/lands-nowhere/home", sp.cookie(sp.account(claims))),
  },
  "lands-elsewhere": { welcome: (sp, res, claims) => go(res, "http://localhost:1/", sp.cookie(sp.account(claims))) },

  // Whose session it is, when somebody was signed in before.
  "stays-and-says": staying((res) => page(res, 403, "You are not let in.")),
  "stays-and-bounces": staying((res) => go(res, "/?error=access_denied")),
  "stays-silently": staying((res) => go(res, "/")),
  "turns-back": {
    door: (_, res, __, session) => {
      if (session !== undefined) go(res, "/");
      return session === undefined;
    },
  },
  // A front door that asks for the address first, and is shown to nobody who is signed in.
  "door-turns-back": {
    door: (sp, res, sent, session) => {
      if (session === undefined) return door(sp, res, sent);
      go(res, "/");
      return false;
    },
  },
  // The second person is taken into the account of the first, whose session stays.
  joins: {
    welcome: (sp, res, claims, earlier) => {
      if (earlier === undefined) return go(res, "/", sp.cookie(sp.account(claims)));
      sp.accounts.set(earlier.id, { ...earlier, also: claims.sub });
      go(res, "/");
    },
  },

  // Limits: of sign-ins in a time, which are over soon, or not; and of those that are under way at once.
  limited: { crowd: (_, res) => tooMany(res, {}) },
  "limited-once": { crowd: (sp, res) => sp.count("limited-once") > 1 || tooMany(res, { "retry-after": "1" }) },
  "limited-for-long": { crowd: (_, res) => tooMany(res, { "retry-after": "900", "ratelimit-limit": "5" }) },
  "busy-once": {
    crowd: (sp, res) => {
      if (sp.count("busy-once") > 1) return true;
      page(res, 503, "We are busy.", { "retry-after": "1" });
      return false;
    },
  },
  crowded: {
    crowd: async (sp, res) => {
      if (sp.inFlight > 2) return tooMany(res, {});
      await pause(100);
      return true;
    },
  },
  // So many in each second, and it says how many are left.
  "counts-down": {
    crowd: (sp, res) => {
      const left = 8 - sp.count(`counts-down ${Math.floor(Date.now() / 1_000)}`);
      res.setHeader("ratelimit-remaining", String(Math.max(0, left))).setHeader("ratelimit-reset", "1");
      return left >= 0 || tooMany(res, {});
    },
  },
  "tells-its-limit": {
    door: (_, res) => {
      res.setHeader("ratelimit-policy", '"sign-ins";q=12;w=60').setHeader("ratelimit", '"sign-ins";r=11;t=60');
      return true;
    },
  },

  // What the browser does not take, or does not send back.
  "cookie-refused": {
    welcome: (sp, res, claims) => go(res, "/", sp.cookie(sp.account(claims), "Path=/; SameSite=None")),
  },
  "cookie-kept-back": { stateCookie: "Path=/; SameSite=Strict; HttpOnly" },
};
