import { beginning } from "../../beginning.ts";
import { MAX_PAGES, type JsonAnswer } from "./api.ts";
import { UnreadableAnswer } from "./json-rows.ts";
import { PageBudget } from "./whole.ts";

export const BASE_HINT = "scim must be the base address below which /Users is (RFC 7644, section 1.3)";

/** More than most servers give at once; they give what they will (RFC 7644, section 3.4.2.4). */
const COUNT = 200;
/** A list that shrinks between two of its pages has moved under the reader, who then may have missed one. */
const READS_AGAIN = 4;

/** Asks for one page of a list. */
export type AskForPage = (query: {
  readonly startIndex: number;
  readonly count: number;
}) => Promise<Pick<JsonAnswer, "document" | "size">>;

/** All resources of a list, page by page. Throws UnreadableAnswer. @param seconds what one answer may take */
export async function readScimList(what: string, seconds: number, ask: AskForPage): Promise<readonly unknown[]> {
  const budget = new PageBudget(seconds);
  for (let attempt = 0; ; attempt++) {
    const read = await readOnce(what, ask, budget);
    if (!read.shrank) return read.resources;
    if (attempt === READS_AGAIN)
      throw new UnreadableAnswer(
        `cannot read ${what} whole: it becomes shorter between two of its pages, every time`,
        "something removes resources while the kit reads: lower limits.jobs, or give a filter",
      );
  }
}

async function readOnce(what: string, ask: AskForPage, budget: PageBudget) {
  const resources: unknown[] = [];
  let total = 0;
  let shrank = false;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const startIndex = resources.length + 1;
    const { document, size } = await ask({ startIndex, count: COUNT });
    const page = listOf(document, what);
    // A server that knows no paging shows its first page again and again: what is behind it would be taken for absent.
    if (page.startIndex !== startIndex && page.resources.length > 0)
      throw new UnreadableAnswer(
        `asked for ${what} from ${startIndex} on, and was shown them from ${String(page.startIndex)} on`,
        "the SP must page by startIndex and count (RFC 7644, section 3.4.2.4)",
      );
    shrank ||= page.total < total;
    total = page.total;
    budget.spend(size);
    for (const one of page.resources) resources.push(one);
    if (resources.length >= total || shrank) return { resources, shrank };
    if (page.resources.length === 0)
      throw new UnreadableAnswer(
        `shows ${resources.length} of the ${total} resources of ${what}, and no more`,
        "the SP must page by startIndex and count (RFC 7644, section 3.4.2.4)",
      );
  }
  throw new UnreadableAnswer(`has no last page: ${what} was asked for ${MAX_PAGES} times`, "give a filter with {{ns}}");
}

interface ListPage {
  readonly total: number;
  /** Of the first resource here; 1 where the server tells none, which it must from the second page on. */
  readonly startIndex: number;
  readonly resources: readonly unknown[];
}

function listOf(document: unknown, what: string): ListPage {
  const { totalResults, startIndex, Resources } = (document ?? {}) as { readonly [member: string]: unknown };
  const list: unknown = Resources ?? [];
  if (typeof totalResults !== "number" || !Array.isArray(list))
    throw new UnreadableAnswer(
      `answered ${what} with no ListResponse: ${beginning(JSON.stringify(document) ?? "")}`,
      BASE_HINT,
    );
  return { total: totalResults, startIndex: typeof startIndex === "number" ? startIndex : 1, resources: list };
}
