/**
 * Every way in which a command can end badly, as one closed union of codes.
 * Callers switch on `code`; docs/errors.md is printed from here.
 */

/** A place in a file that a person wrote. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing wrong in a YAML file, with the place, the line itself, and what to write instead. */
export interface Fault {
  readonly place: Place;
  /** The offending line as it stands in the file, without its line end. */
  readonly source: string;
  readonly message: string;
  readonly hint?: string;
}

/** A change of the target file that was seen to be right: the value belongs at that path. */
export interface Fix {
  /** From the top of the file; what may stand alone instead of in a list has the number 0. */
  readonly path: readonly (string | number)[];
  readonly value: string | number;
}

/** Each error: the exit status of the process that ends with it, and what docs/errors.md says of it. */
export const ERRORS = {
  ERR_USAGE: {
    status: 2,
    about:
      "the command line is wrong, or names a scenario, tag or file that is not there. The nearest right name is printed. A run in which no check judged anything ends with it, too, and with the reason; `--allow-nothing` lets it pass.",
  },
  ERR_YAML: {
    status: 2,
    about:
      "YAML files are wrong. Every fault of every file is printed as file:line:column, with the line, what is wrong, and what to write instead. Nothing was run.",
  },
  ERR_SAVED_RUN: {
    status: 2,
    about:
      "the file that `judge` or `merge` is given is no saved run, one of another form, or was changed after it was written; or the shards that `merge` is given are not all those of one run. The message has its line. `jitterbug run --save FILE` writes one.",
  },
  ERR_REMOTE_HOST: {
    status: 2,
    about:
      "a file names a host that is not this machine. Where that is meant, say `--allow-remote HOST`, and `--allow-remote-changes HOST` where the kit may seed, remove and tamper there, too.",
  },
  ERR_SP_UNREACHABLE: {
    status: 3,
    about: "nothing answers at `base_url`. Start the SP, or let the kit do it with `start`.",
  },
  ERR_SP_EXITED: {
    status: 3,
    about:
      "the SP's process ended before it was ready, or in the middle of the run. The line of its output that names the error is printed, with its place; where none does, its last lines.",
  },
  ERR_SP_NOT_READY: {
    status: 3,
    about: "the SP runs, but `start.ready` did not come true within `start.timeout` seconds.",
  },
  ERR_PORT_TAKEN: {
    status: 3,
    about:
      "another process holds a port that a file fixes; it is named where the system tells. End it, or leave the port free to choose (`{{port}}`).",
  },
  ERR_CONTAINER: {
    status: 3,
    about:
      "a container that `container` asks for cannot be made. No engine answers, an image cannot be pulled or built, or the command that is needed for it is not installed; the message says which, and what the engine said.",
  },
  ERR_OBSERVE: {
    status: 3,
    about: "the accounts cannot be read as `observe` says. Run `jitterbug doctor`.",
  },
  ERR_SEED: {
    status: 3,
    about: "the SP refused a call of `seed`.",
  },
  ERR_OWN_CODE: {
    status: 3,
    about:
      "a module of your own (`call`, `holds` of a scenario) cannot be loaded, exports no function by default, threw, or took longer than `limits.command`. The message says which, and what it said; the SP is not judged by it.",
  },
  ERR_SCIM: {
    status: 3,
    about:
      "no SCIM server answers where `scim` says that it is: nothing listens there, the address leads elsewhere, or what answers is no SCIM. The message says what was asked and what came.",
  },
  ERR_PREPARE: {
    status: 3,
    about:
      "the SP refused a call of `prepare` or `reset`, or an action found nothing to act on. The message has its place and the SP's answer; nothing was run.",
  },
  ERR_DOCTOR: {
    status: 3,
    about: "the SP is not set up as its target file says. Each finding says what to change where.",
  },
  ERR_MISSING_PACKAGE: {
    status: 3,
    about:
      "an optional package is needed (a database client, a browser, what the reference SP is built on) and not installed, or older than the kit can use. The message has the version that was found, the one that is wanted, and the line that installs it.",
  },
  ERR_STATE: {
    status: 4,
    about: "a file or folder of the kit's own cannot be read or written, such as the keys in `.jitterbug/`.",
  },
  ERR_REPORT: {
    status: 4,
    about: "a report could not be written. The verdicts stand, and the other reports were written.",
  },
  ERR_INTERNAL: {
    status: 4,
    about: "a fault of the kit. Please report it with what `JITTERBUG_DEBUG=1` prints.",
  },
} as const;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorDetails {
  /** What to do about it, as one sentence. */
  readonly hint?: string | undefined;
  readonly faults?: readonly Fault[] | undefined;
  /** What a child process printed: the line that names the error, or its last lines. */
  readonly output?: string | undefined;
  readonly fix?: Fix | undefined;
  readonly cause?: unknown;
}

/** An error that a person can act on: a stable code, what is wrong, and what to do. */
export class JitterbugError extends Error {
  override readonly name = "JitterbugError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly faults: readonly Fault[];
  readonly output: string | undefined;
  readonly fix: Fix | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.faults = details.faults ?? [];
    this.output = details.output;
    this.fix = details.fix;
  }

  get exitStatus(): number {
    return ERRORS[this.code].status;
  }
}

/** What was thrown, in words: libraries throw more than errors. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
