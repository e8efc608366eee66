import { CommanderError } from "commander";
import { JitterbugError } from "../errors.ts";

/** What commander throws, as the kit's own error; null where it only printed help or the version. */
export function usageError(error: CommanderError): JitterbugError | null {
  if (error.exitCode === 0) return null;
  const [message = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  const hint = suggestion?.replace(/^\((.*)\)$/, "$1");
  return new JitterbugError("ERR_USAGE", message, { hint: hint ?? "`jitterbug help` shows the commands." });
}
