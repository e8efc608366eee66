import { beginning } from "../beginning.ts";
import { messageOf } from "../errors.ts";
import type { Browser, PlainResponse } from "../agent/port.ts";
import type { SessionState } from "../observe/snapshot.ts";
import type { SessionDriver, SessionValue } from "../scenario/model/index.ts";
import { renderText, templatePaths } from "../scenario/template.ts";
import { parseJson } from "./json.ts";
import { keptBy } from "./kept.ts";
import { patiently } from "./rest.ts";
import { fieldsShown, find, type Reading } from "./session-fields.ts";
import { shapeOf } from "./shape.ts";

type Answer = Pick<PlainResponse, "status" | "failure">;
type Kept = ReadonlyMap<string, string>;

const SIGNED_OUT: SessionState = { state: "signed_out" };
/** What these statuses mean everywhere; a target file adds its own. */
const SIGNED_OUT_STATUS: readonly number[] = [401, 403, 404];

/**
 * Who the browser is signed in as, by the SP's own word, and what is shown of them beside. Never throws. An answer is
 * fetched as a page's script would, with what the sign-in left to such a script; for a CSS selector the browser opens
 * the page as the person would, and is left on it.
 */
export async function readSession(driver: SessionDriver, base_url: string, browser: Browser): Promise<SessionState> {
  try {
    const kept = await keptBy(browser, driver.kept ?? {});
    const target = known(driver.request.target, kept);
    // Without what stands in the address nobody has signed in here, and nobody can be asked for.
    if (target === null) return SIGNED_OUT;
    const url = new URL(target, `${base_url}/`).href;
    return "selector" in driver.account
      ? await fromPage(driver, driver.account.selector, url, browser, kept)
      : await fromAnswer(driver, driver.account, url, browser, kept);
  } catch (error) {
    return unknown(driver, messageOf(error));
  }
}

async function fromAnswer(
  driver: SessionDriver,
  account: Exclude<SessionValue, { readonly selector: string }>,
  url: string,
  browser: Browser,
  kept: Kept,
): Promise<SessionState> {
  const headers = headersFor(driver, kept);
  const answer = await patiently(() => browser.request(driver.request.method, url, { headers }));
  const early = withoutAccount(driver, answer, answer.body);
  if (early !== null) return early;
  const { method, target } = driver.request;
  // Some answer with the person that there is, and with nothing where there is none.
  if (answer.body.trim() === "" && !("kept" in account))
    return { state: "signed_out", hint: `${method} ${target} answered HTTP ${answer.status} with nothing in it` };
  const reading: Reading = { kept, ...documentIn(answer.body) };
  if (!("kept" in account) && !("document" in reading))
    return unknown(driver, `answered HTTP ${answer.status} and no JSON: ${beginning(answer.body, 80) || "(empty)"}`);
  const found = find(account, reading);
  if (found.length > 0) return stateOf(driver, found[0], account.json, reading);
  if ("kept" in account) {
    const hint = `${method} ${target} lets the browser in, and nothing stands at ${account.json} of what is kept as ${account.kept}`;
    return { state: "signed_out", hint };
  }
  const has = shapeOf(reading.document);
  if (has === "") return SIGNED_OUT;
  return { state: "signed_out", hint: `${method} ${target} shows nothing at ${account.json}; it has ${has}` };
}

function documentIn(body: string): { readonly document?: unknown } {
  try {
    return { document: parseJson(body) };
  } catch {
    return {};
  }
}

/** A header that holds what was not kept is not sent: a browser that never signed in has nothing to show. */
function headersFor({ headers }: SessionDriver, kept: Kept): { readonly [name: string]: string } {
  const sent = Object.entries(headers).map(([name, text]) => [name, known(text, kept)] as const);
  return Object.fromEntries(sent.filter((header): header is readonly [string, string] => header[1] !== null));
}

/** A text with what it holds of what is kept; null where something was not. */
function known(text: string, kept: Kept): string | null {
  const lookup = (path: string) => kept.get(path.replace(/^kept\./, ""));
  return templatePaths(text).every((path) => lookup(path) !== undefined) ? renderText(text, lookup) : null;
}

async function fromPage(
  driver: SessionDriver,
  selector: string,
  url: string,
  browser: Browser,
  kept: Kept,
): Promise<SessionState> {
  const page = await patiently(() => browser.open(url));
  const text = page.textOf(selector);
  // A redirect to the account's own page is as good an answer as the page that was asked for.
  if (page.failure === undefined && page.status === 200 && text !== null && text !== "")
    return stateOf(driver, text, selector, { kept, page });
  return withoutAccount(driver, page, page.text) ?? SIGNED_OUT;
}

/** What can be told without looking for an account; null where one must be looked for. */
function withoutAccount(driver: SessionDriver, { status, failure }: Answer, text: string): SessionState | null {
  if (failure !== undefined) return unknown(driver, `${failure.kind.replaceAll("_", " ")}: ${failure.detail}`);
  if (status === null) return unknown(driver, "gave no answer");
  const told = SIGNED_OUT_STATUS.includes(status) || driver.signed_out.status.includes(status);
  if (told || (status >= 300 && status < 400)) return SIGNED_OUT;
  // Nobody has no content (RFC 9110, sections 15.3.5 and 15.3.6).
  if (status === 204 || status === 205) return SIGNED_OUT;
  if (driver.signed_out.text !== undefined && text.toLowerCase().includes(driver.signed_out.text.toLowerCase()))
    return SIGNED_OUT;
  if (status === 429) return unknown(driver, "was rate-limited: it answered HTTP 429 (set limits.sign_ins_per_minute)");
  if (status < 200 || status >= 400) return unknown(driver, `answered HTTP ${status}`);
  return null;
}

function stateOf(driver: SessionDriver, value: unknown, where: string, reading: Reading): SessionState {
  if (value === undefined || value === null || value === false || value === "") return SIGNED_OUT;
  if ((typeof value !== "string" && typeof value !== "number") || value === Infinity || value === -Infinity) {
    const told = typeof value === "number" ? String(value) : JSON.stringify(value);
    return unknown(driver, `shows no account id at ${where}, but ${beginning(told, 80)}`);
  }
  const shows = fieldsShown(driver, reading);
  return { state: "signed_in", account: String(value), ...(shows === null ? {} : { shows }) };
}

function unknown({ request }: SessionDriver, reason: string): SessionState {
  return { state: "unknown", reason: `${request.method} ${request.target} ${reason}` };
}
