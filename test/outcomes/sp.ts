import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as client from "openid-client";
import { bodyOf, json, serve } from "../sp/support/world.ts";
import { WAYS, type Way } from "./ways.ts";

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly subject: string;
  /** The subject of somebody who joined it. */
  readonly also?: string;
}

export const SECRET = "only-for-a-test-of-outcomes";

/**
 * A small SP of the test's own process. The first part of each path names the way in which it takes people in and
 * turns them away (ways.ts): `/door/sign-in` asks for an address first. Whoever is called Eve is not let in.
 */
export class SmallSp {
  readonly accounts = new Map<string, Account>();
  readonly sessions = new Map<string, Account>();
  /** Sign-ins under way. */
  inFlight = 0;
  /** What was typed at the front door. */
  readonly typed: string[] = [];
  /** By the way: how often something was asked for. */
  readonly asked = new Map<string, number>();
  readonly #pending = new Map<string, { readonly verifier: string; readonly nonce: string }>();
  readonly #configurations = new Map<string, Promise<client.Configuration>>();
  readonly #idps: string;
  url = "";

  constructor(idps: string) {
    this.#idps = idps;
  }

  async start(): Promise<this> {
    this.url = await serve((req, res) => {
      this.#handle(req, res).catch((error: unknown) => {
        if (!res.headersSent) page(res, 400, error instanceof Error ? error.message : String(error));
      });
    });
    return this;
  }

  account({ sub, email }: client.IDToken): Account {
    const known = [...this.accounts.values()].find(({ subject }) => subject === sub);
    const account = known ?? { id: randomUUID(), email: typeof email === "string" ? email : "", subject: sub };
    this.accounts.set(account.id, account);
    return account;
  }

  /** A new session's cookie; `attributes` as they stand in Set-Cookie. */
  cookie(account: Account, attributes = "Path=/; HttpOnly"): string {
    const id = randomUUID();
    this.sessions.set(id, account);
    return `sid=${id}; ${attributes}`;
  }

  count(what: string): number {
    const times = (this.asked.get(what) ?? 0) + 1;
    this.asked.set(what, times);
    return times;
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? "/", this.url);
    const [, name = "", what = ""] = url.pathname.split("/");
    const way = WAYS[name];
    if (name === "me") return this.#me(req, res, url);
    if (name === "admin") return json(res, [...this.accounts.values()].map(shown));
    if (way === undefined) return page(res, 200, `Acme. ${url.searchParams.get("message") ?? ""}`);
    if (what === "sign-in") return this.#begin(name, way, req, res);
    if (what === "callback") return this.#finish(name, way, req, res, url);
    if (way.elsewhere !== undefined) return way.elsewhere(this, res, url, this.#sessionOf(req));
    page(res, 404, "Nothing is here.");
  }

  async #begin(name: string, way: Way, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const sent = new URLSearchParams(req.method === "POST" ? await bodyOf(req) : "");
    if (way.door !== undefined && !way.door(this, res, sent, this.#sessionOf(req))) return;
    const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    this.#pending.set(state, { verifier, nonce });
    const to = client.buildAuthorizationUrl(await this.#configuration(name), {
      redirect_uri: `${this.url}/${name}/callback`,
      scope: "openid email profile",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
    });
    const cookie = way.stateCookie === undefined ? {} : { "set-cookie": `state=${state}; ${way.stateCookie}` };
    res.writeHead(303, { location: to.href, ...cookie }).end();
  }

  async #finish(name: string, way: Way, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const state = url.searchParams.get("state") ?? "";
    const begun = this.#pending.get(state);
    const kept = way.stateCookie === undefined || req.headers.cookie?.includes(`state=${state}`) === true;
    if (begun === undefined || !kept) return page(res, 400, "This sign-in was not begun here.");
    this.inFlight++;
    try {
      if (way.crowd !== undefined && !(await way.crowd(this, res))) return;
      const tokens = await client.authorizationCodeGrant(await this.#configuration(name), url, {
        pkceCodeVerifier: begun.verifier,
        expectedState: state,
        expectedNonce: begun.nonce,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error("no ID token");
      const turn = claims["given_name"] === "Eve" ? way.refuse : way.welcome;
      const lawful = claims["given_name"] === "Eve" ? refuse : welcome;
      (turn ?? lawful)(this, res, claims, this.#sessionOf(req));
    } finally {
      this.inFlight--;
    }
  }

  #me(req: IncomingMessage, res: ServerResponse, url: URL): void {
    const account = this.#sessionOf(req);
    if (account !== undefined) return json(res, { id: account.id });
    if (url.searchParams.has("empty")) return void res.writeHead(204).end();
    json(res, { error: "nobody is signed in" }, 401);
  }

  #sessionOf({ headers }: IncomingMessage): Account | undefined {
    return this.sessions.get(/(?:^|; )sid=([^;]+)/.exec(headers.cookie ?? "")?.[1] ?? "");
  }

  #configuration(name: string): Promise<client.Configuration> {
    const known = this.#configurations.get(name);
    if (known !== undefined) return known;
    const made = client.discovery(
      new URL(`${this.#idps}/oidc/${name}`),
      "small",
      undefined,
      client.ClientSecretBasic(SECRET),
      { execute: [client.allowInsecureRequests] },
    );
    this.#configurations.set(name, made);
    return made;
  }
}

function shown({ also, subject, ...rest }: Account): object {
  return { ...rest, subjects: [subject, ...(also === undefined ? [] : [also])] };
}

export function page(
  res: ServerResponse,
  status: number,
  text: string,
  headers: { readonly [name: string]: string } = {},
): void {
  res.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers });
  res.end(`<!doctype html><title>Acme</title><p>${text}</p>`);
}

function refuse(_: SmallSp, res: ServerResponse): void {
  page(res, 403, "You are not let in.");
}

function welcome(sp: SmallSp, res: ServerResponse, claims: client.IDToken): void {
  res.writeHead(303, { location: "/", "set-cookie": sp.cookie(sp.account(claims)) }).end();
}
