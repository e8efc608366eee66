import type { Exchange } from "../observe/exchange.ts";
import type { SessionState } from "../observe/snapshot.ts";
import type { SessionDriver } from "../scenario/model/index.ts";

/** The session that a browser was last seen to have. */
export interface KnownSession {
  readonly account: string;
  /** Who made it: a person or a seeded account; null where only a look has shown it. */
  readonly person: string | null;
  /** What proves it to the SP, as it was sent when the session was read; null where that was not recorded. */
  readonly proof: Proof | null;
  /** Where the sign-in that made it had ended, without the query; null where only a look has shown it. */
  readonly landing: string | null;
}

/** Cookie or header -> value. */
export type Proof = { readonly [name: string]: string };

/** What a sign-in left, against what was known before. */
export interface Claim {
  readonly session: SessionState;
  readonly before: KnownSession | undefined;
  readonly person: string;
  /** Whether whoever vouches for the person was asked: the IdP, or the SP by a password. */
  readonly answered: boolean;
  readonly proof: Proof | null;
  /** Whether the person was told that it did not work. */
  readonly toldOff: boolean;
}

/**
 * Whether a session is of this sign-in. One on another account than before is, or one where none was. On the same
 * account the signs are weighed: nobody was asked for the person, or they were told off, and it is the one from before;
 * the same person signing in again, or a new cookie or token, and it is a new one.
 */
export function isOwn({ session, before, person, answered, proof, toldOff }: Claim): boolean {
  if (session.state !== "signed_in" || before === undefined || before.account !== session.account) return true;
  if (!answered || toldOff) return false;
  return before.person === person || renewed(before.proof, proof);
}

/** Whether something that is sent both times has another value: cookies that come beside prove nobody's session. */
function renewed(before: Proof | null, now: Proof | null): boolean {
  if (before === null || now === null) return false;
  return Object.entries(before).some(([name, value]) => now[name] !== undefined && now[name] !== value);
}

/** What a browser showed the SP when its session was read last. */
export function proofIn(exchanges: readonly Exchange[], { request, headers }: SessionDriver): Proof | null {
  const path = new URL(request.target, "http://sp").pathname;
  const read = exchanges.findLast(({ request: asked }) => new URL(asked.url).pathname === path);
  if (read === undefined) return null;
  const sent = read.request.headers;
  const own = Object.keys(headers).flatMap((name) => {
    const value = sent[name.toLowerCase()];
    return value === undefined ? [] : [[name.toLowerCase(), value] as const];
  });
  const cookies = (sent["cookie"] ?? "").split(/;\s*/).flatMap((pair) => {
    const at = pair.indexOf("=");
    return at < 1 ? [] : [[`cookie ${pair.slice(0, at)}`, pair.slice(at + 1)] as const];
  });
  return Object.fromEntries([...own, ...cookies]);
}
