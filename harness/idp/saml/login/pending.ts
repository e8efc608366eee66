import { randomBytes } from "node:crypto";
import type { Reply } from "../response/reply.ts";

/** A sign-in that waits for a person to be picked. */
export interface PendingSignIn {
  readonly reply: Reply;
  /** The NameID that the SP asked for: the person to show first. */
  readonly expected?: string;
  /** The domain of the people to show. */
  readonly domain?: string;
  /** The key of the only person who may be picked. */
  readonly only?: string;
  /** What a session that is kept may not answer (ForceAuthn), and what nothing else may (IsPassive): SAML Core 3.4.1. */
  readonly asks?: "again" | "nobody";
}

/** Sign-ins that nobody finishes are forgotten once that many newer ones have come. */
const MOST = 1000;

/**
 * The sign-ins between the request and the pick. They stay after the pick, so that a person may go back and pick
 * another; nothing in them is secret or belongs to a person, so this is no session.
 */
export class PendingSignIns {
  readonly #byId = new Map<string, PendingSignIn>();

  add(pending: PendingSignIn): string {
    const id = randomBytes(16).toString("hex");
    this.#byId.set(id, pending);
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MOST && oldest !== undefined) this.#byId.delete(oldest);
    return id;
  }

  find(id: string): PendingSignIn | undefined {
    return this.#byId.get(id);
  }
}
