import type { RequestHandler } from "express";

/** Addresses of IdPs that fail, and when each was last asked for. They are of no person, so whoever asks is failed. */
export class Outages {
  readonly #failing = new Map<string, number>();
  readonly #asked = new Map<string, number>();

  /** The address answers with this status, until what it gives is called. */
  fail(address: string, status: number): () => void {
    const { pathname } = new URL(address);
    this.#failing.set(pathname, status);
    return () => void this.#failing.delete(pathname);
  }

  /** In milliseconds since the epoch; null: never. */
  lastAsked(address: string): number | null {
    return this.#asked.get(new URL(address).pathname) ?? null;
  }

  /** By whatever loopback name it is asked for. */
  readonly handler: RequestHandler = (req, res, next) => {
    const path = req.path;
    this.#asked.set(path, Date.now());
    const status = this.#failing.get(path);
    if (status === undefined) next();
    else res.status(status).json({ error: "temporarily_unavailable" });
  };
}
