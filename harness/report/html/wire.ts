import type { Judgement } from "../../judge/verdict.ts";
import type { Exchange } from "../../observe/exchange.ts";
import { isEvidence } from "../collector.ts";
import type { CheckEntry } from "../document.ts";
import { shorten } from "../text.ts";

/** What went over the wire is by far the most of a check: a page with that of thousands would not open. */
const MOST = 50;

/** The checks of which the page shows every request: of those that are not green the first, one of each root before others. */
export function namesWithWire(
  checks: readonly Pick<CheckEntry, "name" | "verdict" | "follows_from">[],
): ReadonlySet<string> {
  const red = checks.filter(({ verdict }) => isEvidence({ verdict: { verdict } }));
  const roots = red.filter(({ follows_from }) => follows_from === null);
  const others = red.filter(({ follows_from }) => follows_from !== null);
  return new Set([...roots, ...others].slice(0, MOST).map(({ name }) => name));
}

/** Characters of a body: a browser reads some ten megabytes of page in a second, and the JSON report has more of it. */
const BODY_LIMIT = 1_000;

/** A check as the page tells of it: of one that is green what held, and no more; the requests of those that are shown. */
export function forPage(check: CheckEntry, shown: ReadonlySet<string>): CheckEntry {
  const isGreen = !isEvidence({ verdict: { verdict: check.verdict } });
  const hasWire = shown.has(check.name);
  return {
    ...check,
    steps: check.steps.map((step) => ({
      ...step,
      judgements: isGreen ? step.judgements.map(whatHeld) : step.judgements,
      exchanges: hasWire ? step.exchanges.map(brief) : [],
    })),
  };
}

function whatHeld({ verdict, kind, basis, expected, place }: Judgement): Judgement {
  return { verdict, kind, basis, expected, place, actual: "" };
}

function brief(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  const cut = <T extends { readonly body?: string }>(message: T): T =>
    message.body === undefined ? message : { ...message, body: shorten(message.body, BODY_LIMIT) };
  return { ...exchange, request: cut(request), ...(response === undefined ? {} : { response: cut(response) }) };
}
