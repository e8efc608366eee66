import type { SeenPage } from "../../observe/observation.ts";
import type { ExpectationOf } from "../../scenario/model/index.ts";
import { ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/**
 * The last page is the one that is named. An SP may live below a path of its own, and may add parameters and a slash;
 * what only scripts could still lead to is not seen where none are run.
 */
export function judgeEndsAt({ path }: ExpectationOf<"ends_at">, { seen }: Scene): readonly Ruling[] {
  const expected = `the person ends at ${path}`;
  const pages = seen.page === undefined ? seen.sign_ins.map(({ page }) => page) : [seen.page];
  if (pages.length === 0) return [unobservable("page", expected, "this step shows nobody a page")];
  return pages.map((page) => judgeOne(page, path, expected));
}

function judgeOne(page: SeenPage, path: string, expected: string): Ruling {
  const there = isThere(page.url, path);
  if (!there && page.unscripted === true)
    return unobservable(
      "page",
      expected,
      `it has scripts, which may lead on from ${page.url}, and none were run: use agent: chromium`,
    );
  return ruled(there, expected, `at ${page.url === "" ? "no page" : page.url}`);
}

function isThere(url: string, path: string): boolean {
  const at = URL.parse(url);
  const wanted = URL.parse(path, "http://localhost");
  if (at === null || wanted === null) return false;
  const parameters = [...wanted.searchParams].every(([name, value]) => at.searchParams.getAll(name).includes(value));
  return parameters && bare(at.pathname).endsWith(bare(wanted.pathname));
}

/** `/account/` is `/account`. */
function bare(pathname: string): string {
  return pathname.replace(/\/+$/, "");
}
