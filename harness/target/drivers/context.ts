import { JitterbugError } from "../../errors.ts";
import type { AccountsDriver, Waits } from "../../scenario/model/index.ts";
import type { Environment } from "../launch/child.ts";
import type { KitClient } from "../request.ts";

/** What every driver is given beside its own entry of the target file. */
export interface DriverContext {
  /** `http`, `sql 2` ... */
  readonly name: string;
  /** The folder of the target file. */
  readonly dir: string;
  readonly base_url: string;
  readonly client: KitClient;
  readonly environment: Environment;
  readonly limits: Waits;
}

/** One account as a driver shows it: field (`email`, `attributes.department`) -> value, neither normalized nor filtered. */
export type Row = { readonly [field: string]: unknown };

/** ERR_OBSERVE that names the driver and its place in the target file. */
export function observeError(
  context: DriverContext,
  driver: AccountsDriver,
  problem: string,
  hint?: string,
  cause?: unknown,
): JitterbugError {
  const { file, line } = driver.place;
  return new JitterbugError(
    "ERR_OBSERVE",
    `the accounts cannot be read: ${context.name} (${file}:${line}) ${problem}`,
    { hint, cause },
  );
}

/** The beginning of a text from outside, on one line and without control characters: enough to recognize it by. */
export function beginning(text: string, length = 200): string {
  const line = text
    .slice(0, length * 4)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
