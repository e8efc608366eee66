import { JitterbugError, messageOf } from "../errors.ts";
import { createStyle, visible, visibleLines, withoutSecretsOfLine, wrap } from "../report/index.ts";
import type { Output } from "../report/index.ts";
import { formatFault, MOST_TOLD } from "../scenario/index.ts";

/** Tells an error to the person who ran the command. Returns the exit status. The stack only with JITTERBUG_DEBUG. */
export function tellError(error: unknown, stderr: Output, debug: boolean): number {
  const told = error instanceof JitterbugError ? error : internal(error);
  const style = createStyle(stderr.colors);
  // A log is searched and pasted, so that lines are broken for terminals only.
  const width = stderr.isTTY ? Math.max(40, Math.min(stderr.columns, 100)) - 2 : Infinity;
  // Secrets first: of a word that was cut nobody would know that it holds one.
  const brief = (text: string): string => shortened(stderr.clean?.(text) ?? text);
  const lines: string[] = [];
  for (const fault of told.faults.slice(0, MOST_TOLD)) {
    const source = withoutSecretsOfLine(fault.source);
    lines.push(...visibleLines(formatFault({ ...fault, source, message: brief(fault.message) })), "");
  }
  const more = told.faults.length - MOST_TOLD;
  if (more > 0) lines.push(`... and ${more} more, not shown.`, "");
  lines.push(`${style(["red", "bold"], told.code)}  ${visible(brief(told.message))}`);
  if (told.output !== undefined && told.output.trim() !== "") {
    lines.push("", ...visibleLines(told.output.trimEnd()).map((line) => style("dim", `  | ${line}`)), "");
  }
  if (told.hint !== undefined)
    lines.push(...wrap(sentence(visible(brief(told.hint))), width).map((line) => `  ${line}`));
  if (told.fix !== undefined) lines.push("  `jitterbug doctor --fix` makes that change.");
  if (debug) lines.push("", ...visibleLines(told.stack ?? ""), ...causes(told));
  stderr.write(`${lines.join("\n")}\n`);
  return told.exitStatus;
}

function internal(error: unknown): JitterbugError {
  const message = messageOf(error);
  return new JitterbugError("ERR_INTERNAL", message, {
    hint: "This is a fault of jitterbug itself. Run it again with JITTERBUG_DEBUG=1 and report what it prints.",
    cause: error,
  });
}

function causes(error: Error): readonly string[] {
  return error.cause instanceof Error
    ? ["caused by", ...visibleLines(error.cause.stack ?? ""), ...causes(error.cause)]
    : [];
}

/** A name or path that somebody gave may be as long as they like; its beginning and its end tell which one it is. */
function shortened(text: string): string {
  return text.replace(/\S{401,}/g, (word) => `${word.slice(0, 200)}…${word.slice(-100)}`);
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!:`"']$/.test(start) ? start : `${start}.`;
}
