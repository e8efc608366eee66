import { renderText } from "../../scenario/template.ts";
import type { HttpAccountsDriver } from "../../scenario/model/index.ts";
import { parseJson } from "../json.ts";
import { readJsonPath } from "../json-path.ts";
import type { AccountsReader } from "../port.ts";
import { RequestFailed, type KitResponse } from "../request.ts";
import { joinRows, type RawRow } from "./collect.ts";
import { beginning, observeError, type DriverContext } from "./context.ts";
import { jsonRows, UnreadableAnswer } from "./json-rows.ts";

const MAX_PAGES = 1_000;

/** Reads accounts from the SP's own API, page by page. */
export function httpReader(driver: HttpAccountsDriver, context: DriverContext): AccountsReader {
  const fail = (problem: string, hint?: string, cause?: unknown) => observeError(context, driver, problem, hint, cause);

  async function read(ns: string) {
    const rows: RawRow[] = [];
    const seen = new Set<string>();
    const text = (template: string) => renderText(template, (path) => (path === "ns" ? ns : undefined));
    const headers = Object.fromEntries(Object.entries(driver.headers).map(([name, value]) => [name, text(value)]));
    let next: string | null = new URL(text(driver.request.target), `${context.base_url}/`).href;
    while (next !== null) {
      if (seen.has(next)) throw fail(`pages in a circle: next leads to ${next} again`, `look at next: ${driver.next}`);
      if (seen.size === MAX_PAGES)
        throw fail(
          `has no last page: next was followed ${MAX_PAGES} times`,
          `filter the request by {{ns}}, or look at next: ${driver.next}`,
        );
      seen.add(next);
      const document = await page(next, headers);
      rows.push(...jsonRows(driver, document));
      next = nextOf(document, next);
    }
    return joinRows(rows, Object.keys(driver.collect), (id, field) => {
      throw fail(
        `shows account ${id} more than once, with a different ${field}`,
        "where the rows are parts of one list, name the field in collect",
      );
    });
  }

  async function page(url: string, headers: { readonly [name: string]: string }): Promise<unknown> {
    const { method } = driver.request;
    const answer = await context.client.send({ method, url, headers });
    if (answer.status < 200 || answer.status > 299) throw refused(answer, `${method} ${url}`);
    try {
      return parseJson(answer.body);
    } catch (error) {
      throw fail(
        `answered ${method} ${url} with no JSON: ${beginning(answer.body) || "(empty)"}`,
        "observe.accounts wants a request that answers JSON",
        error,
      );
    }
  }

  function refused({ status, body }: KitResponse, what: string) {
    const denied =
      status === 401 || status === 403
        ? "the token is missing, wrong or lacks rights: look at headers.authorization"
        : undefined;
    return fail(`answered ${what} with HTTP ${status}: ${beginning(body) || "(empty)"}`, denied);
  }

  function nextOf(document: unknown, current: string): string | null {
    if (driver.next === undefined) return null;
    const [found] = jsonPathOf(document, driver.next);
    if (found === undefined || found === null || found === "" || found === false) return null;
    if (typeof found !== "string" || !URL.canParse(found, current)) {
      throw fail(`has a next page that is no address: ${driver.next} finds ${beginning(JSON.stringify(found))}`);
    }
    return new URL(found, current).href;
  }

  return {
    name: context.name,
    async read(ns) {
      try {
        return await read(ns);
      } catch (error) {
        if (error instanceof UnreadableAnswer) throw fail(error.message, undefined, error);
        if (error instanceof RequestFailed)
          throw fail(`got no answer from ${context.base_url}: ${error.message}`, undefined, error);
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}

function jsonPathOf(document: unknown, path: string): readonly unknown[] {
  try {
    return readJsonPath(document, path);
  } catch (error) {
    throw new UnreadableAnswer(
      `has an invalid JSONPath in next: ${path} (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}
