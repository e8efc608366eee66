import type { Harm } from "./harm.ts";
import { VERDICTS, type Verdict } from "./verdict.ts";

/** The worst of some verdicts by the order of VERDICTS; a harm outranks them. Passed where there are none. */
export function worst(all: readonly { readonly verdict: Verdict; readonly harm?: Harm | undefined }[]): Verdict {
  if (all.some(({ harm }) => harm !== undefined)) return "failed";
  return VERDICTS.find((verdict) => all.some((one) => one.verdict === verdict)) ?? "passed";
}
