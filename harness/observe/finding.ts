import type { Fix } from "../errors.ts";

/** One line of the doctor: what was looked at, and, where it is not well, what to change and where. */
export interface Finding {
  readonly topic: string;
  readonly ok: boolean;
  readonly message: string;
  /** What to do; beside `ok`, what is worth a look. */
  readonly hint?: string;
  /** The change that `doctor --fix` makes, where it is known for sure. */
  readonly fix?: Fix;
}
