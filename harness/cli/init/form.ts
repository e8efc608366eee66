import { JitterbugError } from "../../errors.ts";
import type { Prompt } from "../prompt.ts";

/** An answer that cannot be meant; the message says what could be. */
export class Slip extends Error {}

export interface Question<T> {
  /** `--url` */
  readonly flag: string;
  /** What the flag was given; such a question is not asked. */
  readonly given: string | undefined;
  readonly question: string;
  /** What Enter means. */
  readonly suggestion: string;
  /** Without a person to ask, the suggestion will do. */
  readonly optional?: boolean;
  /** Throws Slip. */
  readonly read: (answer: string) => T;
}

/** Gathers answers: from flags, else from a person. Where there is neither, it remembers which flags are missing. */
export class Form {
  readonly #prompt: Prompt | null;
  readonly #say: (line: string) => void;
  readonly #missing: string[] = [];

  constructor(prompt: Prompt | null, say: (line: string) => void) {
    this.#prompt = prompt;
    this.#say = say;
  }

  get missing(): readonly string[] {
    return this.#missing;
  }

  /** For a person only. */
  say(line: string): void {
    if (this.#prompt !== null) this.#say(line);
  }

  async answer<T>({ flag, given, question, suggestion, optional, read }: Question<T>): Promise<T> {
    if (given !== undefined) return readFlag(flag, given, read);
    if (this.#prompt === null) {
      if (optional !== true) this.#missing.push(flag);
      return read(suggestion);
    }
    for (;;) {
      const answer = await this.#prompt.ask(`${question} [${suggestion}] `);
      try {
        return read(answer === "" ? suggestion : answer);
      } catch (error) {
        if (!(error instanceof Slip)) throw error;
        this.#say(`     ${error.message}`);
      }
    }
  }
}

function readFlag<T>(flag: string, given: string, read: (answer: string) => T): T {
  try {
    return read(given);
  } catch (error) {
    if (!(error instanceof Slip)) throw error;
    throw new JitterbugError("ERR_USAGE", `${flag} does not take ${given}`, { hint: error.message, cause: error });
  }
}
