import type { MessageExpectation } from "../../scenario/model/index.ts";
import { notHeld, ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** What the last page tells the person, without regard to case and spacing. The page where everybody begins is no message. */
export function judgeMessage({ says }: MessageExpectation, { seen }: Scene): readonly Ruling[] {
  const expected =
    says.length === 0
      ? "a page that says something"
      : `the page says ${says.map((text) => JSON.stringify(text)).join(" and ")}`;
  const pages = seen.page === undefined ? seen.sign_ins.map(({ page }) => page) : [seen.page];
  if (pages.length === 0) return [unobservable("page", expected, "this step shows nobody a page")];
  return pages.map((page) => {
    const shown = plain(page.text);
    if (shown === "") return notHeld(expected, "an empty page");
    if (page.front !== undefined && plain(page.front) === shown)
      return notHeld(expected, `the page that everybody sees before they sign in: ${quote(page.text)}`);
    return ruled(
      says.every((text) => shown.includes(plain(text))),
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
