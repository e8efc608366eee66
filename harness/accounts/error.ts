import { JitterbugError } from "../errors.ts";
import type { AccountsReader } from "./port.ts";

/** ERR_OBSERVE that names the driver and its place in the target file; `problem` goes on after the place. */
export function observeError(
  { name, driver }: Pick<AccountsReader, "name" | "driver">,
  problem: string,
  hint?: string,
  cause?: unknown,
): JitterbugError {
  const { file, line } = driver.place;
  return new JitterbugError(
    "ERR_OBSERVE",
    `the ${driver.shows ?? "accounts"} cannot be read: ${name} (${file}:${line}) ${problem}`,
    {
      hint,
      cause,
    },
  );
}
