import type { MessageExpectation } from "../../scenario/model/index.ts";
import { ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** What the last page tells the person, without regard to case and spacing. Without texts: anything at all. */
export function judgeMessage({ says }: MessageExpectation, { seen }: Scene): readonly Ruling[] {
  const expected =
    says.length === 0
      ? "a page that says something"
      : `the page says ${says.map((text) => JSON.stringify(text)).join(" and ")}`;
  if (seen.sign_ins.length === 0) return [unobservable(expected, "this step shows nobody a page")];
  return seen.sign_ins.map(({ page }) => {
    const shown = plain(page.text);
    const holds = shown !== "" && says.every((text) => shown.includes(plain(text)));
    return ruled(holds, expected, shown === "" ? "an empty page" : JSON.stringify(page.text.trim().slice(0, 200)));
  });
}

function plain(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}
