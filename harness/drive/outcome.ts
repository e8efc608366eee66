import type { Page } from "../agent/port.ts";
import type { Breakage, SignInObservation } from "../observe/observation.ts";
import type { SessionState } from "../observe/snapshot.ts";
import type { Connection } from "../scenario/model/index.ts";
import { breakageOf, type Circumstances } from "./breakage.ts";
import { endingOf } from "./ending.ts";

type Decision = Pick<SignInObservation, "outcome" | "why"> & { readonly broke?: Breakage };

export interface Ending extends Omit<Circumstances, "signedIn"> {
  /** Where it ended; null where no page was reached. */
  readonly page: Page | null;
  /** The session that this sign-in made. */
  readonly session: SessionState;
  readonly mark: Connection["interrupted"];
}

/**
 * How a sign-in ended, in the order of the design: a session outranks everything, and what broke is told beside it; a
 * crash is never a refusal, a lawful interruption is what the connection declares, and what is left is a refusal,
 * whatever its status.
 */
export function decideOutcome({ page, session, mark, ...circumstances }: Ending): Decision {
  const signedIn = session.state === "signed_in";
  const broke = breakageOf(page, { ...circumstances, signedIn });
  const beside = broke === null ? {} : { broke };
  if (signedIn) return { outcome: "signed_in", why: `signed in as account ${session.account}`, ...beside };
  if (broke !== null) return { outcome: "broken", why: broke.why, ...beside };
  const ending = page === null ? "no page" : endingOf(page);
  if (isInterruption(page, mark)) return { outcome: "interrupted", why: `interrupted: ${ending}` };
  return { outcome: "refused", why: `no session: ${ending}${unseen(session)}` };
}

/** What may be wrong with the look rather than with the sign-in. */
function unseen(session: Exclude<SessionState, { readonly state: "signed_in" }>): string {
  if (session.state === "unknown") return `; session unknown: ${session.reason}`;
  return session.hint === undefined ? "" : `; ${session.hint}`;
}

/** Whether the page bears the connection's declared mark of a lawful interruption. */
export function isInterruption(page: Page | null, mark: Connection["interrupted"]): boolean {
  if (mark === undefined || page === null || page.failure !== undefined) return false;
  if (mark.selector !== undefined && page.has(mark.selector)) return true;
  if (mark.text !== undefined && page.text.toLowerCase().includes(mark.text.toLowerCase())) return true;
  return mark.url !== undefined && withoutQuery(page.url).endsWith(mark.url);
}

function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
