import { beginning } from "../../beginning.ts";
import type { HttpAccountsDriver } from "../../scenario/model/index.ts";
import type { JsonAnswer } from "./api.ts";

/**
 * By what an answer itself says that its accounts are not all there are, where the target file names no pages; null
 * where nothing says so. An account that is only on the next page would be taken for one that is gone. A total counts
 * where it is sure of what: not beside a request for one namespace, nor where `each` leaves some out.
 */
export function partialBy(driver: HttpAccountsDriver, { headers, document }: JsonAnswer, count: number): string | null {
  if (driver.next !== undefined || driver.pages !== undefined) return null;
  const header = (name: string) => [headers[name] ?? []].flat().join(", ");
  const range = header("content-range");
  if (isPart(range)) return `shows a part of the accounts (Content-Range: ${beginning(range, 40)})`;
  const link = header("link");
  if (count > 0 && NEXT.test(link.replace(ADDRESS, "")))
    return `shows accounts, and names a next page (Link: ${beginning(link, 100)})`;
  if (driver.request.target.includes("{{") || !driver.each.endsWith("[*]")) return null;
  const totals = { "X-Total-Count": number(header("x-total-count")), totalResults: listed(document) };
  for (const [name, total] of Object.entries(totals)) {
    if (total > count) return `shows ${count} of ${total} accounts (${name}: ${total})`;
  }
  return null;
}

export const PARTIAL_HINT =
  "say in pages or next how its pages are asked for, ask for more at once, or filter the request by {{ns}}";

/** `0-99/1000` (RFC 9110, section 14.4), as APIs of lists say it with any unit, and with status 200, too. */
function isPart(range: string): boolean {
  const [, first, last, total] = /^(?:[\w-]+ )?(\d+)-(\d+)\/(\d+)$/.exec(range.trim()) ?? [];
  return total !== undefined && (Number(first) > 0 || Number(last) + 1 < Number(total));
}

/** RFC 8288: the relation stands beside an address, and not in it. */
const ADDRESS = /<[^<>]*>/g;
const NEXT = /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?=\s*(?:[;,]|$)))/i;

function number(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : 0;
}

const LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/** The total of a list as SCIM has it (RFC 7644, section 3.4.2). */
function listed(document: unknown): number {
  const { schemas, totalResults } = (document ?? {}) as { readonly [member: string]: unknown };
  return Array.isArray(schemas) && schemas.includes(LIST) && typeof totalResults === "number" ? totalResults : 0;
}
