import type { SeedCall, Waits } from "../../scenario/model/index.ts";
import type { Environment } from "../launch/child.ts";
import type { KitClient } from "../request.ts";
import { JitterbugError } from "../../errors.ts";
import type { Writers } from "../sql/writers.ts";

/** What every kind of seed call is given beside its own entry of the target file. */
export interface SeedTools {
  readonly dir: string;
  readonly base_url: string;
  readonly client: KitClient;
  readonly environment: Environment;
  readonly limits: Waits;
  readonly writers: Writers;
}

/** ERR_SEED that names the call (`seed.account`) and its place in the target file. */
export function seedError(
  name: string,
  call: SeedCall,
  problem: string,
  hint?: string,
  cause?: unknown,
): JitterbugError {
  return new JitterbugError("ERR_SEED", `seed.${name} (${call.place.file}:${call.place.line}) ${problem}`, {
    hint,
    cause,
  });
}

/** A call was not done; the message completes `seed.account (file:line) ...`. */
export class SeedRefused extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** The SP was reached and would not: it has a rule against what was asked. */
export class SeedDeclined extends SeedRefused {}

/** Whether a seed call ended by the SP's own word. */
export function isDeclined(error: unknown): boolean {
  return error instanceof JitterbugError && error.cause instanceof SeedDeclined;
}
