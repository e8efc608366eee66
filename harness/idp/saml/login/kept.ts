import { createHash, randomBytes } from "node:crypto";
import type { Request, Response } from "express";
import { cookieOf } from "../../cookies.ts";

/** Who has signed in at this IdP, in one browser. */
export interface KeptSession {
  readonly key: string;
  readonly at: Date;
}

const KEPT_MS = 24 * 3_600_000;
/** Sessions of browsers that never come back are forgotten once that many newer ones have begun. */
const MOST = 10_000;

/** The sessions at one connection's IdP, each known by a cookie. */
export class KeptSessions {
  readonly #cookie: string;
  readonly #path: string;
  readonly #byId = new Map<string, KeptSession>();

  /** @param base the connection's own address, to which alone the cookie is sent */
  constructor(name: string, base: string) {
    this.#cookie = `s_${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
    this.#path = new URL(base).pathname;
  }

  of({ headers }: Request, now = Date.now()): KeptSession | undefined {
    const session = this.#byId.get(cookieOf(headers, this.#cookie) ?? "");
    return session !== undefined && session.at.getTime() + KEPT_MS > now ? session : undefined;
  }

  /** Whoever had a session in this browser has none any more. */
  begin(req: Request, res: Response, key: string): void {
    this.#byId.delete(cookieOf(req.headers, this.#cookie) ?? "");
    const id = randomBytes(16).toString("hex");
    this.#byId.set(id, { key, at: new Date() });
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MOST && oldest !== undefined) this.#byId.delete(oldest);
    // Lax: the page that reads it is reached by our own redirect, whatever brought the request.
    res.cookie(this.#cookie, id, { httpOnly: true, sameSite: "lax", path: this.#path, maxAge: KEPT_MS });
  }

  /** In every browser. */
  end(key: string): void {
    for (const [id, session] of this.#byId) if (session.key === key) this.#byId.delete(id);
  }

  people(): readonly string[] {
    return [...new Set([...this.#byId.values()].map(({ key }) => key))];
  }
}
