import type { StepVerdict } from "../../judge/verdict.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { StepObservation } from "../../observe/observation.ts";
import { redactExchange } from "../../observe/redact.ts";
import type { CheckFinished } from "../collector.ts";
import { shorten, visible } from "../text.ts";

/** The exchange that shows what went wrong in a step, in two or three lines; empty where there is none. */
export function evidence(step: StepVerdict, event: CheckFinished, width: number): readonly string[] {
  const variant = event.observation.variants.find((candidate) => candidate.name === step.variant);
  const observed = variant?.steps.find((candidate) => candidate.index === step.index);
  const exchange = observed === undefined ? undefined : telling(observed);
  if (observed === undefined || exchange === undefined) return [];
  const { request, response, failure } = redactExchange(exchange);
  const page = lastPage(observed);
  const lines = [`${request.method} ${request.url}`];
  if (failure !== undefined) lines.push(`no answer: ${failure.kind.replaceAll("_", " ")}, ${failure.detail}`);
  if (response !== undefined) lines.push(answer(response));
  if (page !== undefined && page.text !== "")
    lines.push(`the person saw: ${[page.title, page.text].filter(Boolean).join(" — ")}`);
  return lines.map((line) => shorten(visible(line), width));
}

/**
 * What broke, if anything did; else the page that the person came to rest on; else what the browser asked last. The
 * kit's own reads show nothing of the sign-in.
 */
function telling(step: StepObservation): Exchange | undefined {
  const seen = step.exchanges.filter((exchange) => exchange.by !== "kit");
  const broken = seen.findLast(({ response, failure }) => failure !== undefined || (response?.status ?? 0) >= 500);
  const url = lastPage(step)?.url;
  const browser = seen.filter((exchange) => exchange.by === "browser");
  // No request holds the fragment of its address.
  return broken ?? browser.findLast(({ request }) => request.url === url?.replace(/#.*$/s, "")) ?? browser.at(-1);
}

function lastPage({ sign_ins, page }: StepObservation): StepObservation["page"] {
  return sign_ins.at(-1)?.page ?? page;
}

function answer(response: NonNullable<Exchange["response"]>): string {
  const parts = [`answered ${response.status}`];
  for (const name of ["content-type", "location"]) {
    const value = response.headers[name];
    if (value !== undefined) parts.push(`${name}: ${typeof value === "string" ? value : value.join(", ")}`);
  }
  return parts.join(", ");
}
