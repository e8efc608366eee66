import { MARKUP } from "../../observe/markup.ts";
import type { ExpectationOf } from "../../scenario/model/index.ts";
import { notHeld, ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";
import { isTelling } from "../telling.ts";

/** Mark-up that the IdP sent as text is no element of the last page; what only its scripts would show has not been seen. */
export function judgeMarkup(_: ExpectationOf<"markup">, { seen }: Scene): readonly Ruling[] {
  const expected = "what the IdP says stands on the page as text, or not at all";
  const pages = seen.page === undefined ? seen.sign_ins.map(({ page }) => page) : [seen.page];
  if (pages.length === 0) return [unobservable("page", expected, "this step shows nobody a page")];
  return pages.map((page) => {
    if (page.marked_up === true) return notHeld(expected, `the page has the element ${MARKUP}`);
    if (page.unscripted === true && isTelling(page))
      return unobservable(
        "page",
        expected,
        "only its scripts could show what the IdP says, and they were not run: use agent: chromium",
      );
    return ruled(true, expected, "no such element");
  });
}
