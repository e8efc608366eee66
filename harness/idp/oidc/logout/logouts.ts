import { randomBytes } from "node:crypto";
import type { Response } from "express";
import type Provider from "oidc-provider";
import { CONTROL, corrupts } from "../../../tampers/index.ts";
import type { HostServices, TamperDesk } from "../../mount.ts";
import type { OidcSpec, ToldSp } from "../../port.ts";
import type { SpSession, SpSessions } from "./sessions.ts";
import { framesFor, tellClients } from "./tell.ts";

/** What sign-outs of one issuer need. */
export interface LogoutPlace {
  readonly issuer: string;
  readonly host: HostServices;
  readonly specs: () => readonly OidcSpec[];
  readonly sessions: SpSessions;
  /** Of each client. */
  readonly tampers: () => readonly TamperDesk[];
  readonly getProvider: () => Promise<Provider>;
}

/** What has been told already, and what a browser has yet to do. */
export interface SignedOut {
  readonly told: readonly ToldSp[];
  readonly frames: readonly string[];
}

/** Pages that nobody opens are forgotten once that many newer ones have come. */
const MOST = 1000;

/** A sign-out at one issuer: its sessions end, and its clients are told. */
export class Logouts {
  readonly #place: LogoutPlace;
  readonly #waiting = new Map<string, SignedOut>();

  constructor(place: LogoutPlace) {
    this.#place = place;
  }

  /** `but`: the client that knows already. A sign-out that is corrupted is nobody's: the sessions go on. */
  async end(ended: readonly SpSession[], but?: string): Promise<SignedOut> {
    const { issuer, specs, sessions, getProvider, tampers } = this.#place;
    const forged = (key: string): boolean => tampers().some((desk) => corrupts(desk.armed(key)?.name ?? CONTROL));
    sessions.ended(ended.filter(({ key }) => !forged(key)));
    const others = ended.filter(({ client_id }) => client_id !== but);
    const told = await tellClients(await getProvider(), specs(), others, (key) => {
      for (const desk of tampers()) desk.delivered(key);
    });
    this.#place.host.told(told);
    return { told, frames: framesFor(specs(), others, issuer) };
  }

  /** A page for later. */
  keep(out: SignedOut): string {
    const id = randomBytes(16).toString("hex");
    this.#waiting.set(id, out);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST && oldest !== undefined) this.#waiting.delete(oldest);
    return id;
  }

  take(id: string): SignedOut | undefined {
    const found = this.#waiting.get(id);
    this.#waiting.delete(id);
    return found;
  }

  /** `next`: where the person goes on, by hand or after a moment, in which the frames are loaded. */
  show(res: Response, { told, frames }: SignedOut, next?: string): void {
    const { host } = this.#place;
    const origins = [...new Set(frames.map((frame) => new URL(frame).origin))];
    const policy = String(res.getHeader("content-security-policy"));
    if (origins.length > 0) res.setHeader("content-security-policy", `${policy}; frame-src ${origins.join(" ")}`);
    if (next !== undefined) res.setHeader("refresh", `1; url=${next}`);
    const details = told.map(({ client_id, problem }) => ({ name: client_id, value: problem ?? "has signed you out" }));
    res.send(host.login.signedOut({ frames, details, ...(next === undefined ? {} : { next }) }));
  }
}
