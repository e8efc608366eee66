import { VERDICTS, type Verdict } from "./verdict.ts";

/** The worst of some verdicts by the order of VERDICTS; passed where there are none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? "passed";
}
