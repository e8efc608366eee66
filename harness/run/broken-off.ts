import { JitterbugError, messageOf } from "../errors.ts";
import type { Check } from "../plan/check.ts";
import type { OpenWorld } from "./open-world.ts";

/** An SP that ended by itself while it was needed. */
export function death({ sp }: OpenWorld): JitterbugError | null {
  if (sp.exited === null) return null;
  return new JitterbugError("ERR_SP_EXITED", `the SP's process ended in the middle of the run (${sp.exited.status})`, {
    output: sp.exited.output,
    hint: "the last sign-ins before its end are those of the checks that tell of it; --jobs 1 leaves only one of them",
  });
}

/** After a check nobody's accounts can be read any more. */
export function destruction({ name }: Check, error: unknown): JitterbugError {
  return new JitterbugError(
    "ERR_OBSERVE",
    `after ${name} nobody's accounts could be read any more: ${messageOf(error)}`,
    {
      hint: "nothing more was driven; --id and --jobs 1 show that check alone",
      cause: error,
    },
  );
}
