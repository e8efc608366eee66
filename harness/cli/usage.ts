import type { CommanderError } from "commander";
import { JitterbugError } from "../errors.ts";

/** What commander throws, as the kit's own error; null where it only printed help or the version. */
export function usageError(error: CommanderError): JitterbugError | null {
  if (error.exitCode === 0) return null;
  const text = error.message.replace(/^error: /, "");
  const option = /^option '(?:-\w, )?([\w-]+)[^']*' argument '(.*)' is invalid\. (.*)$/s.exec(text);
  if (option !== null) return usage(`${option[1]} does not take ${option[2]}`, option[3]);
  const argument = /^command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)$/s.exec(text);
  if (argument !== null) return usage(`${argument[1]} is no ${argument[2]}`, argument[3]);
  const [message = "", suggestion] = text.split("\n");
  return usage(message, suggestion?.replace(/^\((.*)\)$/, "$1"));
}

function usage(message: string, hint = "`jitterbug help` shows the commands."): JitterbugError {
  return new JitterbugError("ERR_USAGE", message, { hint });
}
