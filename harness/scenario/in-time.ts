import { createContext, Script, type Context } from "node:vm";
import { JitterbugError } from "../errors.ts";

/** What a regular expression that people wrote may take on one text; one that is sound takes milliseconds for MiB. */
export const PATTERN_SECONDS = 2;

/** One goes back over its text again and again, as `(a+)+b` does. ERR_OBSERVE, for whoever knows no place of it. */
export class EndlessPattern extends JitterbugError {
  /** For the end of a sentence. */
  readonly said = `has not come to an end after ${PATTERN_SECONDS} s`;

  constructor(pattern: string) {
    super("ERR_OBSERVE", `${pattern} has not come to an end after ${PATTERN_SECONDS} s`, { hint: HINT });
  }
}

const HINT =
  "a quantifier stands within a quantifier, or several take the same letters: let each begin with what the one before cannot take, as in [^']+'";

const endless = new Set<string>();
const call = new Script("work()");
let box: (Context & { work?: () => unknown }) | null = null;

/**
 * Does what applies a regular expression that people wrote, which nothing else stops but a signal. What did not come to
 * an end once is not tried again: whoever asks is told the same. Throws EndlessPattern.
 */
export function inTime<T>(pattern: string, work: () => T): T {
  if (endless.has(pattern)) throw new EndlessPattern(pattern);
  box ??= createContext({});
  box.work = work;
  try {
    return call.runInContext(box, { timeout: PATTERN_SECONDS * 1_000 }) as T;
  } catch (error) {
    if ((error as { readonly code?: unknown } | null)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    endless.add(pattern);
    throw new EndlessPattern(pattern);
  }
}
