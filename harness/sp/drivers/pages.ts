import { beginning } from "../../beginning.ts";
import type { HttpAccountsDriver } from "../../scenario/model/index.ts";
import { find, UnreadableAnswer } from "./json-rows.ts";

/** One page as it was answered. */
export interface ReadPage {
  readonly url: string;
  /** 0 for the first. */
  readonly index: number;
  readonly document: unknown;
  /** How many accounts it shows. */
  readonly count: number;
}

/** The address of the first page. */
export function firstPage(driver: HttpAccountsDriver, url: string): string {
  return driver.pages?.kind === "number" ? withParameter(url, driver.pages.parameter, driver.pages.first) : url;
}

/** The address of the page after this one, or null where it is the last. Throws UnreadableAnswer. */
export function nextPage(driver: HttpAccountsDriver, page: ReadPage): string | null {
  const { next, pages } = driver;
  if (next !== undefined) return linked(next, page);
  switch (pages?.kind) {
    case undefined:
      return null;
    case "number":
      return page.count === 0 ? null : withParameter(page.url, pages.parameter, pages.first + page.index + 1);
    case "cursor": {
      const found = foundBy(pages.cursor, page, "pages.cursor");
      if (found === null) return null;
      if (typeof found !== "string" && typeof found !== "number")
        throw new UnreadableAnswer(
          `has a cursor that is no text: ${pages.cursor} finds ${beginning(JSON.stringify(found))}`,
        );
      return withParameter(page.url, pages.parameter, found);
    }
  }
}

function linked(next: string, page: ReadPage): string | null {
  const found = foundBy(next, page, "next");
  if (found === null) return null;
  if (typeof found !== "string" || !URL.canParse(found, page.url))
    throw new UnreadableAnswer(`has a next page that is no address: ${next} finds ${beginning(JSON.stringify(found))}`);
  return new URL(found, page.url).href;
}

function foundBy(path: string, { document }: ReadPage, where: string): unknown {
  const [found] = find(document, path, where);
  return found === undefined || found === "" || found === false ? null : found;
}

function withParameter(url: string, name: string, value: string | number): string {
  const changed = new URL(url);
  changed.searchParams.set(name, String(value));
  return changed.href;
}
