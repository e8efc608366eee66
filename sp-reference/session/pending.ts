import type { Request, Response } from "express";
import { ProtocolFault } from "../app/faults.ts";
import { cookieNames, readCookie } from "./cookies.ts";
import { randomKey, type OneTime } from "./one-time.ts";

/** A sign-in that this browser began at this connection and that has not come back yet. */
export interface Pending {
  readonly browser: string;
  readonly connection: string;
  readonly returnTo: string;
  /** OIDC only. */
  readonly nonce?: string;
  readonly codeVerifier?: string;
}

const MINUTES_10 = 600_000;

/**
 * Begun sign-ins, bound to the browser that began them. The binding is a cookie of its own, not the session: nobody
 * has a session before the sign-in, and two tabs do not overwrite each other. It is SameSite=Lax, which arrives with
 * the IdP's redirect back (a GET navigation from another site), and never with a cross-site POST: see saml/routes.ts.
 */
export class PendingSignIns {
  readonly #oneTime: OneTime;
  readonly #cookie: string;
  readonly #secure: boolean;

  constructor(oneTime: OneTime, baseUrl: string) {
    this.#oneTime = oneTime;
    this.#cookie = cookieNames(baseUrl).browser;
    this.#secure = baseUrl.startsWith("https:");
  }

  /** Remembers the sign-in under `key` (the state, or the AuthnRequest's ID) for ten minutes. */
  begin(req: Request, res: Response, key: string, pending: Omit<Pending, "browser">): void {
    const browser = readCookie(req, this.#cookie) ?? randomKey();
    res.cookie(this.#cookie, browser, { httpOnly: true, sameSite: "lax", secure: this.#secure, path: "/" });
    this.#oneTime.put("pending", key, { ...pending, browser }, Date.now() + MINUTES_10);
  }

  /** Ends the wait. Throws a ProtocolFault where this browser did not begin this sign-in at this connection. */
  end(req: Request, key: string, connection: string): Pending {
    const pending = this.#oneTime.take("pending", key) as Pending | undefined;
    if (pending === undefined) {
      throw new ProtocolFault("This sign-in is over: it was used already, or it took longer than ten minutes.");
    }
    if (pending.connection !== connection) throw new ProtocolFault("This sign-in was begun at another connection.");
    if (pending.browser !== readCookie(req, this.#cookie)) {
      throw new ProtocolFault("This sign-in was begun in another browser.");
    }
    return pending;
  }
}
