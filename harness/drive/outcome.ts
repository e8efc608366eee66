import type { Page } from "../agent/port.ts";
import type { SignInObservation } from "../observe/observation.ts";
import type { SessionState } from "../observe/snapshot.ts";
import type { Connection } from "../scenario/model/index.ts";
import { endingOf, tellingUrl } from "./ending.ts";

type Decision = Pick<SignInObservation, "outcome" | "why">;

/**
 * How a sign-in ended, in the order of the design: a session outranks everything, a crash is never a refusal, a
 * lawful interruption is what the connection declares, and what is left is a refusal, whatever its status.
 */
export function decideOutcome(page: Page | null, session: SessionState, mark: Connection["interrupted"]): Decision {
  if (session.state === "signed_in") return { outcome: "signed_in", why: `signed in as account ${session.account}` };
  const broken = breakage(page);
  if (broken !== null) return { outcome: "broken", why: broken };
  const ending = page === null ? "no page" : endingOf(page);
  if (page !== null && isInterruption(page, mark)) return { outcome: "interrupted", why: `interrupted: ${ending}` };
  return { outcome: "refused", why: `no session: ${ending}${unseen(session)}` };
}

/** What may be wrong with the look rather than with the sign-in. */
function unseen(session: Exclude<SessionState, { readonly state: "signed_in" }>): string {
  if (session.state === "unknown") return `; session unknown: ${session.reason}`;
  return session.hint === undefined ? "" : `; ${session.hint}`;
}

function breakage(page: Page | null): string | null {
  if (page === null) return "no page was reached";
  const at = tellingUrl(page.url);
  if (page.failure !== undefined) return `${page.failure.kind.replaceAll("_", " ")} at ${at}: ${page.failure.detail}`;
  if (page.status === null) return `no answer at ${at}`;
  if (page.status === 429) return `rate-limited: ${endingOf(page)}${retryAfter(page)}; ${SLOWER}`;
  if (page.status >= 500) return endingOf(page);
  return null;
}

function isInterruption(page: Page, mark: Connection["interrupted"]): boolean {
  if (mark === undefined) return false;
  if (mark.selector !== undefined && page.has(mark.selector)) return true;
  if (mark.text !== undefined && page.text.toLowerCase().includes(mark.text.toLowerCase())) return true;
  return mark.url !== undefined && withoutQuery(page.url).endsWith(mark.url);
}

const SLOWER = "set limits.sign_ins_per_minute in the target file, or exempt the kit from the limit";

function retryAfter({ headers }: Page): string {
  const wait = headers?.["retry-after"];
  return typeof wait === "string" && /^[\w ,:+-]{1,40}$/.test(wait) ? ` (Retry-After: ${wait})` : "";
}

function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
