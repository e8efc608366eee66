import { messageOf } from "../errors.ts";
import type { Browser, PlainResponse } from "../agent/port.ts";
import type { SessionState } from "../observe/snapshot.ts";
import type { SessionDriver } from "../scenario/model/index.ts";
import { renderText, templatePaths } from "../scenario/template.ts";
import { beginning } from "./drivers/context.ts";
import { parseJson } from "./json.ts";
import { readJsonPath } from "../scenario/json-path.ts";
import { keptBy } from "./kept.ts";
import { patiently } from "./rest.ts";
import { shapeOf } from "./shape.ts";

type Answer = Pick<PlainResponse, "status" | "failure">;

const SIGNED_OUT: SessionState = { state: "signed_out" };
/** What these statuses mean everywhere; a target file adds its own. */
const SIGNED_OUT_STATUS: readonly number[] = [401, 403, 404];

/**
 * Who the browser is signed in as, by the SP's own word. Never throws. A JSON answer is fetched as a page's script
 * would, with what the sign-in left to such a script; for a CSS selector the browser opens the page as the person would, and is left on it.
 */
export async function readSession(driver: SessionDriver, base_url: string, browser: Browser): Promise<SessionState> {
  try {
    const url = new URL(driver.request.target, `${base_url}/`).href;
    const { account } = driver;
    return "json" in account
      ? await fromJson(driver, account.json, url, browser)
      : await fromPage(driver, account.selector, url, browser);
  } catch (error) {
    return unknown(driver, messageOf(error));
  }
}

async function fromJson(driver: SessionDriver, path: string, url: string, browser: Browser): Promise<SessionState> {
  const headers = headersFor(driver, browser);
  const answer = await patiently(() => browser.request(driver.request.method, url, { headers }));
  const early = withoutAccount(driver, answer, answer.body);
  if (early !== null) return early;
  const { method, target } = driver.request;
  // Some answer with the person that there is, and with nothing where there is none.
  if (answer.body.trim() === "")
    return { state: "signed_out", hint: `${method} ${target} answered HTTP ${answer.status} with nothing in it` };
  let document: unknown;
  try {
    document = parseJson(answer.body);
  } catch {
    return unknown(driver, `answered HTTP ${answer.status} and no JSON: ${beginning(answer.body, 80) || "(empty)"}`);
  }
  const found = readJsonPath(document, path);
  const has = found.length === 0 ? shapeOf(document) : "";
  if (has === "") return stateOf(driver, found[0], path);
  return { state: "signed_out", hint: `${method} ${target} shows nothing at ${path}; it has ${has}` };
}

/** A header that holds what was not kept is not sent: a browser that never signed in has nothing to show. */
function headersFor({ headers, kept }: SessionDriver, browser: Browser): { readonly [name: string]: string } {
  if (kept === undefined) return headers;
  const found = keptBy(browser, kept);
  const lookup = (path: string) => found.get(path.replace(/^kept\./, ""));
  const complete = Object.entries(headers).filter(([, text]) =>
    templatePaths(text).every((path) => lookup(path) !== undefined),
  );
  return Object.fromEntries(complete.map(([name, text]) => [name, renderText(text, lookup)]));
}

async function fromPage(driver: SessionDriver, selector: string, url: string, browser: Browser): Promise<SessionState> {
  const page = await patiently(() => browser.open(url));
  const text = page.textOf(selector);
  // A redirect to the account's own page is as good an answer as the page that was asked for.
  if (page.failure === undefined && page.status === 200 && text !== null && text !== "")
    return stateOf(driver, text, selector);
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
  if (status >= 400) return unknown(driver, `answered HTTP ${status}`);
  return null;
}

function stateOf(driver: SessionDriver, value: unknown, where: string): SessionState {
  if (value === undefined || value === null || value === false || value === "") return SIGNED_OUT;
  if (typeof value === "string" || typeof value === "number") return { state: "signed_in", account: String(value) };
  return unknown(driver, `shows no account id at ${where}, but ${beginning(JSON.stringify(value), 80)}`);
}

function unknown({ request }: SessionDriver, reason: string): SessionState {
  return { state: "unknown", reason: `${request.method} ${request.target} ${reason}` };
}
