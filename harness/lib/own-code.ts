import type { CallContext, HoldsAnswer, HoldsContext } from "../run/own-code.ts";

export type { CallContext, HoldsAnswer, HoldsContext, OwnCodeContext } from "../run/own-code.ts";

/**
 * A step of your own, for `call: ./approve.ts` of a scenario: `export default defineCall(async ({ browser, with: values }) => ...)`.
 * What it throws makes the check misconfigured, and is told with it.
 */
export function defineCall(call: (context: CallContext) => void | Promise<void>): typeof call {
  return call;
}

/**
 * An expectation of your own, for `holds: ./manager.ts` of a scenario: says what is wrong with the accounts, in a sentence or
 * several, and nothing where they are as they should be.
 */
export function defineHolds(holds: (context: HoldsContext) => HoldsAnswer | Promise<HoldsAnswer>): typeof holds {
  return holds;
}
