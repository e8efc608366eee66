import type { Command } from "commander";
import type { Io } from "./io.ts";
import type { Kit } from "./kit.ts";

export interface CommandContext {
  readonly io: Io;
  readonly kit: Kit;
  /** Sets the exit status; 0 where a command does not call it. */
  readonly end: (status: number) => void;
}

/** Adds one command to the program. A command throws JitterbugError for what a person can act on. */
export type Register = (program: Command, context: CommandContext) => void;
