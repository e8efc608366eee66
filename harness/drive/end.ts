import type { Browser, Page } from "../agent/port.ts";
import { cookieNotes } from "../observe/cookie-notes.ts";
import { MARKUP_SELECTOR } from "../observe/markup.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { Breakage, SeenPage, SignInObservation } from "../observe/observation.ts";
import type { SessionState } from "../observe/snapshot.ts";
import type { Connection } from "../scenario/model/index.ts";
import { breakageOf } from "./breakage.ts";
import { errorsOf, passedError } from "./ending.ts";
import { idpAnswered, idpFailed } from "./idp-answer.ts";
import { idpRefusal } from "../observe/idp-refusal.ts";
import { isOwn, proofIn, type KnownSession } from "./known-session.ts";
import { settledSession } from "./late-session.ts";
import { decideOutcome, isInterruption } from "./outcome.ts";
import { nearlySpent, putOff, rateLimited } from "./rate-limited.ts";
import type { Stage } from "./stage.ts";
import type { Arrival } from "./walk.ts";

interface Attempt {
  /** The person, or the seeded account. */
  readonly person: string;
  readonly connection: Connection;
  readonly browser: Browser;
  /** Where it led. */
  readonly arrival: Arrival;
  /** When it began. */
  readonly started: number;
  /** Whether the IdP vouches for the person; else a password does, or what was begun before. */
  readonly byIdp: boolean;
  /** Whether an endpoint of the IdP is made to fail the SP in it. */
  readonly outage?: boolean;
}

/** Sign-ins that may begin at the same moment, where the target file does not say. */
const AT_ONCE = 4;

/** How an attempt to sign in ended, by the SP's own word on who the browser is. */
export async function observeEnd(stage: Stage, attempt: Attempt): Promise<SignInObservation> {
  const { world } = stage;
  const { person, connection, browser, arrival, started, byIdp } = attempt;
  const read = await settledSession(stage, browser, arrival, started);
  const idp = world.idps.origin;
  const since = world.ledger.peek(stage.variant.ns).filter(({ at }) => at >= started);
  const own = since.filter(({ by, browser: name }) => by === "browser" && name === browser.name);
  const answered = idpAnswered(own, idp);
  const before = stage.knownSession(browser);
  const proof = proofIn(own, world.target.observe.session);
  const toldOff = isToldOff(arrival.shown, own, attempt, before);
  const isNew = isOwn({ session: read, before, person, answered: answered || !byIdp, proof, toldOff });
  const session = isNew ? read : older(read);
  const ending = {
    session,
    mark: connection.interrupted,
    origin: new URL(world.sp.base_url).origin,
    // What an endpoint answers to nobody in particular is of no person's ledger, and what is cut off has a status of 200.
    idpFailed: stage.idpFails || attempt.outage === true || idpFailed(since),
  };
  const signedIn = session.state === "signed_in";
  const page = signedIn ? arrival.page : arrival.shown;
  const decision = decideOutcome({ ...ending, page });
  const broke = decision.broke ?? (signedIn ? breakageOf(arrival.shown, { ...ending, signedIn }) : null);
  const limit = signedIn ? null : rateLimited(own, idp);
  const { in_flight = AT_ONCE } = world.target.limits;
  const wait = signedIn ? nearlySpent(own, idp, in_flight) : putOff(page, limit);
  if (wait !== null) world.hold(wait);
  const notes = signedIn ? [] : cookieNotes(own.filter(({ request }) => !request.url.startsWith(`${idp}/`)));
  const further = signedIn ? "" : furtherWords(stage, attempt, own, since, notes);
  if (signedIn) stage.learn(browser, { account: session.account, person, proof, landing: landingOf(arrival.shown) });
  else if (isNew) stage.learn(browser, undefined);
  if (decision.outcome === "interrupted" && page !== null) await backTo(page, browser);
  return {
    person,
    connection: connection.name,
    browser: browser.name,
    outcome: limit === null ? decision.outcome : "refused",
    why: decision.why + besides(broke, decision.outcome) + further,
    session,
    page: seenPage(page),
    ...(byIdp ? { idp_answered: answered } : {}),
    ...(broke === null || limit !== null ? {} : { broke }),
    ...(isNew || read.state !== "signed_in" ? {} : { earlier_session: { account: read.account, told_off: toldOff } }),
    ...(ending.idpFailed ? { idp_failed: true as const } : {}),
    ...(limit === null ? {} : { rate_limited: limit }),
    ...(notes.length === 0 ? {} : { notes }),
    duration_ms: world.now() - started,
  };
}

/** A session that is read from a page has led the person away from what they were asked. */
async function backTo({ url }: Page, browser: Browser): Promise<void> {
  if (browser.page !== null && browser.page.url !== url) await browser.open(url);
}

/** What of a session that was there before is told: this sign-in has made none. */
function older(session: SessionState): SessionState {
  if (session.state !== "signed_in") return session;
  return { state: "signed_out", hint: `the session on account ${session.account} was there before` };
}

/** Whether the person was told that they are not let in, which an older session does not take back. */
function isToldOff(
  page: Page | null,
  own: readonly Exchange[],
  { connection, browser, started }: Attempt,
  before: KnownSession | undefined,
): boolean {
  if (page === null || page.failure !== undefined || isInterruption(page, connection.interrupted)) return true;
  if (errorsOf(page.url) !== "" || passedError(own, browser.name, started, page.url) !== "") return true;
  // Where everybody lands may well be a page that is not there.
  return (page.status ?? 0) >= 400 && landingOf(page) !== before?.landing;
}

function landingOf(page: Page | null): string | null {
  return page === null ? null : `${page.status} ${page.url.split(/[?#]/, 1)[0]}`;
}

function besides(broke: Breakage | null | undefined, outcome: SignInObservation["outcome"]): string {
  return broke === null || broke === undefined || outcome !== "signed_in" ? "" : `, and broke: ${broke.why}`;
}

/** What explains an end without a session, beside the page. */
function furtherWords(
  { world }: Stage,
  { browser, arrival, started }: Attempt,
  own: readonly Exchange[],
  since: readonly Exchange[],
  notes: readonly string[],
): string {
  const cookies = notes.length === 0 ? "" : `; the browser tells: ${notes.join("; ")}`;
  return (
    passedError(own, browser.name, started, arrival.shown?.url ?? "") +
    cookies +
    idpRefusal(since, started) +
    turnedAway(world.idps, started)
  );
}

/** An SP that cannot speak with the IdPs shows that to nobody else. */
function turnedAway(idps: Stage["world"]["idps"], since: number): string {
  const trouble = idps.turnedAway(since);
  return trouble === null ? "" : `; ${trouble.message}`;
}

export function seenPage(page: Page | null): SeenPage {
  return {
    url: page?.url ?? "",
    status: page?.status ?? null,
    title: page?.title ?? "",
    text: (page?.text ?? "").slice(0, 2000),
    ...(isUnscripted(page) ? { unscripted: true } : {}),
    ...(page?.has(MARKUP_SELECTOR) === true ? { marked_up: true } : {}),
  };
}

/** Only an agent that runs no scripts hands over the page as it came. */
function isUnscripted(page: Page | null): boolean {
  return page !== null && page.contentType.includes("html") && /<(?:no)?script\b/i.test(page.body ?? "");
}
