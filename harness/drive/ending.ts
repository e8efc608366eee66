import type { Page } from "../agent/port.ts";
import type { Exchange } from "../observe/exchange.ts";
import { redactText } from "../observe/redact.ts";
import { beginning } from "../beginning.ts";

/** Parameters in which SPs and libraries say what went wrong; the rest of a query holds codes and states, which are noise. */
const TELLING = /^(?:error|(?:message|msg|reason)$)/i;
const VALUE_LENGTH = 120;
const TEXT_LENGTH = 160;
/** Looked through for secrets before the text is cut: half of one would not be recognized. */
const REDACTED_LENGTH = 4_000;

/**
 * Where the person ended and what was said there, for a reader who sees no browser: `HTTP 403 at
 * http://localhost:3000/login?error=OAuthCallback "Sign-in failed"`. Without secrets and control characters.
 */
export function endingOf(page: Page): string {
  const said = beginning(redactText((page.text || page.title).slice(0, REDACTED_LENGTH)), TEXT_LENGTH);
  return `HTTP ${page.status} at ${tellingUrl(page.url)}${said === "" ? "" : ` "${said}"`}`;
}

/** An error that the person was led past: the last address of the browser with one, where its end shows none. */
export function passedError(exchanges: readonly Exchange[], browser: string, since: number, end: string): string {
  if (errorsOf(end) !== "") return "";
  const passed = exchanges
    .filter((one) => one.by === "browser" && one.browser === browser && one.at >= since)
    .flatMap(addressesOf)
    .findLast((address) => errorsOf(address) !== "");
  return passed === undefined ? "" : `; on the way there: ${tellingUrl(passed)}`;
}

/** Where a request went, and where its answer led: only there is the fragment seen. */
function addressesOf({ request, response }: Exchange): readonly string[] {
  const location = response?.headers["location"];
  const led = typeof location === "string" ? URL.parse(location, request.url)?.href : undefined;
  return led === undefined ? [request.url] : [request.url, led];
}

/** The address with the route of its fragment (`#/login`), and of query and fragment what tells of an error. */
export function tellingUrl(url: string): string {
  const end = url.search(/[?#]/);
  if (end === -1) return url;
  const route = /#(!?\/[^?#&=]*)/.exec(url)?.[1];
  return (
    url.slice(0, end) + (route === undefined ? "" : `#${redactText(beginning(route, VALUE_LENGTH))}`) + errorsOf(url)
  );
}

/** What of an address tells of an error; empty where nothing does. */
export function errorsOf(url: string): string {
  const end = url.search(/[?#]/);
  if (end === -1) return "";
  const told = url
    .slice(end + 1)
    .split(/[?#&]/)
    .flatMap((pair) => [...new URLSearchParams(pair)])
    .filter(([name, value]) => TELLING.test(name) && value !== "")
    .map(([name, value]) => `${name}=${beginning(value, VALUE_LENGTH)}`);
  return told.length === 0 ? "" : redactText(`?${told.join("&")}`);
}
