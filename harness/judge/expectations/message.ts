import { textsInWords, type ExpectationOf } from "../../scenario/model/index.ts";
import { notHeld, ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";
import { isTelling } from "../telling.ts";

/** What the last page tells the person, without regard to case and spacing. The page where everybody begins is no message. */
export function judgeMessage({ says }: ExpectationOf<"message">, { seen }: Scene): readonly Ruling[] {
  const expected = says.length === 0 ? "a page that says something" : `the page says ${textsInWords(says)}`;
  const pages = seen.page === undefined ? seen.sign_ins.map(({ page }) => page) : [seen.page];
  if (pages.length === 0) return [unobservable("page", expected, "this step shows nobody a page")];
  return pages.map((page) => {
    const shown = plain(page.text);
    const isFront = page.front !== undefined && plain(page.front) === shown;
    if (page.unscripted === true && (shown === "" || (isFront && isTelling(page))))
      return unobservable(
        "page",
        expected,
        "only its scripts could show that, and they were not run: use agent: chromium",
      );
    if (shown === "") return notHeld(expected, "an empty page");
    if (isFront) return notHeld(expected, `the page that everybody sees before they sign in: ${quote(page.text)}`);
    return ruled(
      says.every((any) => any.some((text) => shown.includes(plain(text)))),
      expected,
      quote(page.text),
    );
  });
}

function quote(text: string): string {
  return JSON.stringify(text.trim().slice(0, 200));
}

function plain(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}
