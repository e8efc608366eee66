import type { Exchange } from "../../observe/exchange.ts";
import type { SignInObservation, StepObservation } from "../../observe/observation.ts";
import { redactExchange } from "../../observe/redact.ts";

/** A request of the step; `by` as in observe/exchange.ts. */
export interface RequestStory {
  /** The exchange's own. */
  readonly id: number;
  readonly by: Exchange["by"];
  readonly browser: string | null;
  readonly method: string;
  readonly url: string;
  /** `302 /home`, `200`, `no answer: timeout, ...`. */
  readonly answer: string;
  /** The browser went where the answer led: the next request of it says where that is. */
  readonly followed: boolean;
}

/** The request at which it came about, as far as that can be known. */
export interface Decisive {
  readonly exchange: number;
  readonly why: string;
}

/** In the order in which they were made; `all`: the kit's own reads, too. */
export function requestsOf(step: StepObservation, all = false): readonly RequestStory[] {
  const shown = inOrder(step).filter(({ by }) => all || by !== "kit");
  return shown.map((exchange, at) => {
    const { id, by, browser, request } = redactExchange(exchange);
    const { method, url } = request;
    const next = shown.slice(at + 1).find((one) => one.by === by && one.browser === browser);
    const followed = next !== undefined && isAt(next.request.url, exchange);
    return { id, by, browser: browser ?? null, method, url, answer: answerOf(exchange), followed };
  });
}

function isAt(url: string, { request, response }: Exchange): boolean {
  const location = response?.headers["location"];
  const to = typeof location === "string" ? URL.parse(location, request.url) : null;
  return to !== null && to.href.replace(/#.*$/s, "") === URL.parse(url)?.href;
}

/**
 * What broke, if a sign-in did; else the request that brought the IdP's answer to the SP. More cannot be known from
 * outside: when the SP wrote its accounts is nowhere to be seen.
 */
export function decisiveOf(step: StepObservation): Decisive | null {
  const browsed = inOrder(step).filter(({ by }) => by === "browser");
  const crash = step.sign_ins.find(({ broke, outcome }) => broke !== undefined || outcome === "broken");
  const broken = crash === undefined ? undefined : breaking(browsed, crash);
  if (broken !== undefined) return { exchange: broken.id, why: "here it broke" };
  const told = browsed.findLast(({ messages }) => messages.some(isAnswer));
  return told === undefined ? null : { exchange: told.id, why: "here the SP read what the IdP said" };
}

function isAnswer({ kind }: Exchange["messages"][number]): boolean {
  return kind === "authorization_response" || kind === "Response";
}

function breaking(browsed: readonly Exchange[], { broke, page }: SignInObservation): Exchange | undefined {
  if (broke?.kind === "redirect_loop") return browsed.findLast(({ response }) => (response?.status ?? 0) >= 300);
  const failed = browsed.findLast(({ response, failure }) => failure !== undefined || (response?.status ?? 0) >= 500);
  return failed ?? browsed.findLast(({ request }) => request.url === page.url.replace(/#.*$/s, ""));
}

/** What the mock IdP itself saw of a browser stands there already, as the browser saw it. */
function inOrder({ exchanges }: StepObservation): readonly Exchange[] {
  const named = exchanges.some(({ by, browser }) => by === "browser" && browser !== undefined);
  return exchanges
    .filter(({ by, browser }) => !named || by !== "browser" || browser !== undefined)
    .toSorted((one, other) => one.at - other.at || one.id - other.id);
}

function answerOf(exchange: Exchange): string {
  const { response, failure } = redactExchange(exchange);
  if (failure !== undefined) return `no answer: ${failure.kind.replaceAll("_", " ")}, ${failure.detail}`;
  if (response === undefined) return "no answer";
  const location = response.headers["location"];
  const to = location === undefined ? "" : ` ${typeof location === "string" ? location : location.join(", ")}`;
  return `${response.status}${to}`;
}
