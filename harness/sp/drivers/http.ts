import { observeError, type AccountsReader } from "../../accounts/index.ts";
import { renderText } from "../../scenario/template.ts";
import type { HttpAccountsDriver } from "../../scenario/model/index.ts";
import { askForJson, MAX_PAGES, type JsonAnswer } from "./api.ts";
import { Blanks } from "./blanks.ts";
import { AccountRows } from "./collect.ts";
import type { DriverContext } from "./context.ts";
import { jsonNodes, jsonReading, readings, type UnreadableAnswer } from "./json-rows.ts";
import { firstPage, nextPage } from "./pages.ts";
import { PARTIAL_HINT, partialBy } from "./partial.ts";
import { PageBudget } from "./whole.ts";

/** Reads accounts from the SP's own API, page by page. */
export function httpReader(driver: HttpAccountsDriver, context: DriverContext): AccountsReader {
  const fail = (problem: string, hint?: string, cause?: unknown) =>
    observeError({ name: context.name, driver }, problem, hint, cause);

  const accounts = new AccountRows(
    Object.keys(driver.collect),
    jsonReading(driver, () => blanks),
    fail,
  );
  const tell = (answer: UnreadableAnswer) => fail(answer.message, answer.hint, answer);
  let blanks = new Blanks(driver);
  /** The pages of the last read, by their addresses: those that are as they were need not be parsed again. */
  let kept = new Map<string, JsonAnswer>();

  async function nodesOf(ns: string): Promise<readonly unknown[]> {
    const looked = new Blanks(driver, ns);
    const text = (template: string) => renderText(template, (path) => (path === "ns" ? ns : undefined));
    const headers = Object.fromEntries(Object.entries(driver.headers).map(([name, value]) => [name, text(value)]));
    const { method, target } = driver.request;
    const nodes = await pagesFrom(
      firstPage(driver, new URL(text(target), `${context.base_url}/`).href),
      (url) => askForJson(context, { method, url, headers, auth: driver.auth }, kept.get(url)),
      looked,
    );
    blanks = looked;
    return nodes;
  }

  async function pagesFrom(
    first: string,
    ask: (url: string) => Promise<JsonAnswer>,
    looked: Blanks,
  ): Promise<readonly unknown[]> {
    const nodes: unknown[] = [];
    const seen = new Map<string, JsonAnswer>();
    const budget = new PageBudget(context.limits.answer);
    let before = "";
    for (let url: string | null = first; url !== null;) {
      if (seen.has(url)) throw fail(`pages in a circle: ${HOW[way]} leads to ${url} again`, `look at ${told}`);
      if (seen.size === MAX_PAGES)
        throw fail(
          `has no last page: ${HOW[way]} was followed ${MAX_PAGES} times`,
          `filter the request by {{ns}}, or look at ${told}`,
        );
      const answer = await ask(url);
      seen.set(url, answer);
      const { document } = answer;
      const found = jsonNodes(driver, document, looked);
      const partial = partialBy(driver, answer, found.length);
      if (partial !== null) throw fail(partial, PARTIAL_HINT);
      budget.spend(answer.size);
      const shown = way === "number" ? JSON.stringify(found) : "";
      if (way === "number" && found.length > 0 && shown === before)
        throw fail(
          `shows the same accounts on page after page, at ${url} too`,
          `the SP does not know the parameter of ${told}, or repeats its last page`,
        );
      before = shown;
      for (const node of found) nodes.push(node);
      url = nextPage(driver, { url, index: seen.size - 1, document, count: found.length });
    }
    kept = seen;
    return nodes;
  }

  const way = driver.pages?.kind ?? "next";
  const told = way === "next" ? `next: ${driver.next}` : `pages of ${context.name}`;
  return {
    name: context.name,
    driver,
    ...readings(nodesOf, accounts, tell),
    blanks: () => blanks.list(context.name),
    close: () => Promise.resolve(),
  };
}

const HOW = { next: "next", number: "the page's number", cursor: "the cursor" } as const;
