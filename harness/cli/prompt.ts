import { createInterface } from "node:readline/promises";
import { JitterbugError } from "../errors.ts";

/** A person at a terminal who answers questions. */
export interface Prompt {
  /** The answer without blanks around it. Throws ERR_USAGE where the input ends, and whatever aborts the command. */
  ask(question: string): Promise<string>;
  close(): void;
}

/** Null where nobody can answer: a pipe, a CI job. Ctrl-C interrupts as it does elsewhere. */
export function openPrompt(signal: AbortSignal): Prompt | null {
  const { stdin: input, stdout: output } = process;
  if (!input.isTTY || !output.isTTY) return null;
  const lines = createInterface({ input, output });
  // In raw mode the terminal does not send it.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const ended = new Promise<never>((_, reject) => {
    lines.once("close", () =>
      reject(new JitterbugError("ERR_USAGE", "the input ended before every question was answered")),
    );
  });
  ended.catch(() => undefined);
  return {
    ask: async (question) => (await Promise.race([lines.question(question, { signal }), ended])).trim(),
    close: () => lines.close(),
  };
}
