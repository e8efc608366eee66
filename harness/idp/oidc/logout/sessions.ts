import type { OidcSpec } from "../../port.ts";

/** What a client was told of somebody's session. */
export interface SpSession {
  readonly client_id: string;
  /** The person's. */
  readonly key: string;
  /** As the ID token had it; left out: it had none that is a text. */
  readonly subject?: string;
  readonly sid?: string;
}

/** Sessions of which nobody hears again are forgotten once that many newer ones have come. */
const MOST = 10_000;

/** The sessions that ID tokens of an issuer have begun at its clients, while the IdP runs. */
export class SpSessions {
  readonly #all = new Map<string, SpSession>();
  readonly #specs: () => readonly OidcSpec[];

  constructor(specs: () => readonly OidcSpec[]) {
    this.#specs = specs;
  }

  /** Kept only where there is a client that would be told of its end: of all clients then, as one asks for the others. */
  began(session: SpSession): void {
    if (!this.#specs().some((spec) => (spec.backchannel_logout ?? spec.frontchannel_logout) !== undefined)) return;
    const name = JSON.stringify(session);
    this.#all.delete(name);
    this.#all.set(name, session);
    const [oldest] = this.#all.keys();
    if (this.#all.size > MOST && oldest !== undefined) this.#all.delete(oldest);
  }

  of(key: string): readonly SpSession[] {
    return [...this.#all.values()].filter((session) => session.key === key);
  }

  people(): readonly string[] {
    return [...new Set([...this.#all.values()].map(({ key }) => key))];
  }

  /** That of an ID token; of several, the newest. */
  named(client_id: string, { sub, sid }: { readonly sub?: unknown; readonly sid?: unknown }): SpSession | undefined {
    return [...this.#all.values()].findLast(
      (session) => session.client_id === client_id && session.subject === sub && (sid ?? session.sid) === session.sid,
    );
  }

  ended(sessions: readonly SpSession[]): void {
    for (const session of sessions) this.#all.delete(JSON.stringify(session));
  }
}
