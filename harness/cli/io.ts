import type { Output, Vault } from "../report/index.ts";
import type { openChannel } from "./channel.ts";
import type { Prompt } from "./prompt.ts";

/** The process as the commands see it: nothing else in cli/ touches `process`. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  /** What starts the kit itself: a Node, and a script. */
  readonly self: readonly string[];
  /** To the run that started this process as a worker of its own; null where none did. */
  readonly channel: () => ReturnType<typeof openChannel>;
  /** Standard input: its end is that of whoever speaks over it. */
  readonly input: Pick<NodeJS.ReadStream, "once">;
  /** Null where nobody is there to answer. */
  readonly prompt: () => Prompt | null;
  /** Aborted by the first Ctrl-C, SIGTERM or SIGHUP once it was asked for; before, they end the process at once. */
  readonly signal: AbortSignal;
  /** Somebody is at the terminal, and no CI job. */
  readonly attended: boolean;
  /** Resolves once the process is asked to stop; since that was waited for, it is no interruption. */
  readonly untilStopped: () => Promise<void>;
  /** The secrets that are known; what is printed goes through it. */
  readonly vault: Vault;
}

export function print(output: Output, lines: readonly string[]): void {
  if (lines.length > 0) output.write(`${lines.join("\n")}\n`);
}
