import { MOST_CHARACTERS } from "../limit.ts";
import { UnreadableAnswer } from "./json-rows.ts";

/** What all pages of one read may cost together: each by itself is bounded by limits.answer and 16 MiB. */
export const MOST_ANSWERS = 30;

/** Counts what the pages of one read cost. An SP that shows many slow or large ones is not waited for without an end. */
export class PageBudget {
  readonly #until: number;
  readonly #seconds: number;
  #characters = 0;

  /** @param seconds what one answer may take */
  constructor(seconds: number) {
    this.#seconds = seconds * MOST_ANSWERS;
    this.#until = Date.now() + this.#seconds * 1_000;
  }

  /** Throws UnreadableAnswer where a page of so many characters is too much. */
  spend(characters: number): void {
    this.#characters += characters;
    const hint = "filter the request by {{ns}}, so that it has fewer pages";
    if (this.#characters > MOST_CHARACTERS)
      throw new UnreadableAnswer("shows more than 64 MiB of accounts on all its pages together", hint);
    if (Date.now() > this.#until)
      throw new UnreadableAnswer(
        `has not shown its last page in ${this.#seconds} s (${MOST_ANSWERS} times limits.answer)`,
        hint,
      );
  }
}
