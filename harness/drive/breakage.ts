import type { Page } from "../agent/port.ts";
import type { Breakage } from "../observe/observation.ts";
import { redactText } from "../observe/redact.ts";
import { beginning } from "../beginning.ts";
import { crashIn } from "./crash-text.ts";
import { endingOf, tellingUrl } from "./ending.ts";

export interface Circumstances {
  /** Whether this sign-in made a session. */
  readonly signedIn: boolean;
  /** Where the SP is. */
  readonly origin: string;
  /** Whether the IdP itself failed the SP in this sign-in: an SP that says so is none that crashed. */
  readonly idpFailed: boolean;
}

/** Statuses with which an SP says that somebody else failed it (RFC 9110, sections 15.6.3 to 15.6.5). */
const SOMEBODY_ELSES: readonly number[] = [502, 503, 504];

/**
 * What broke at the page where a sign-in ended, if anything did. Beside a session it counts only where the SP itself
 * broke: what the kit would not ask, or a front end that nobody started, is no crash of the SP, and a person who is in
 * may be shown the errors of others.
 */
export function breakageOf(page: Page | null, { signedIn, origin, idpFailed }: Circumstances): Breakage | null {
  if (page === null) return signedIn ? null : { kind: "no_answer", why: "no page was reached" };
  const { failure, status } = page;
  const at = tellingUrl(page.url);
  if (failure !== undefined) {
    const why = `${failure.kind.replaceAll("_", " ")} at ${at}: ${failure.detail}`;
    if (failure.kind === "too_many_redirects") return { kind: "redirect_loop", why };
    const own = URL.parse(page.url)?.origin === origin;
    const crashed = failure.kind === "timeout" || failure.kind === "connection_reset";
    const counts = !signedIn || (own && (crashed || failure.kind === "connection_refused"));
    return counts ? { kind: "no_answer", why } : null;
  }
  if (status === null) return signedIn ? null : { kind: "no_answer", why: `no answer at ${at}` };
  if (status >= 500 && !isRefusal(page, idpFailed)) return { kind: "status", why: endingOf(page) };
  const crash = signedIn ? null : crashIn(page.text);
  return crash === null
    ? null
    : { kind: "crash_text", why: `a crash shows at ${at} (HTTP ${status}): "${beginning(redactText(crash))}"` };
}

/** An SP that cannot do what is asked of it (501), not now (503 with Retry-After), or not without the IdP. */
function isRefusal({ status, headers }: Page, idpFailed: boolean): boolean {
  if (status === 501) return true;
  if (status === 503 && headers?.["retry-after"] !== undefined) return true;
  return idpFailed && SOMEBODY_ELSES.includes(status ?? 0);
}
