/**
 * Every way in which a command can end badly, as one closed union of codes.
 * Callers switch on `code`; docs/errors.md lists each and a test holds the two together.
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

/** The code of each error, and the exit status of the process that ends with it. */
export const EXIT_STATUS = {
  /** The command line is wrong. */
  ERR_USAGE: 2,
  /** One or more YAML files are wrong; `faults` holds every fault of every file. */
  ERR_YAML: 2,
  /** A host that is not this machine was named without `--allow-remote`. */
  ERR_REMOTE_HOST: 2,
  /** The SP does not answer at its base_url. */
  ERR_SP_UNREACHABLE: 3,
  /** The SP's process ended before it was ready, or in the middle of the run. */
  ERR_SP_EXITED: 3,
  /** The SP runs but was not ready in time. */
  ERR_SP_NOT_READY: 3,
  /** A port that a file fixes is held by another process. */
  ERR_PORT_TAKEN: 3,
  /** A container that a file asks for cannot be made: no engine answers, its image cannot be pulled or built. */
  ERR_CONTAINER: 3,
  /** An observation driver cannot read the SP's accounts. */
  ERR_OBSERVE: 3,
  /** A seed call was refused by the SP. */
  ERR_SEED: 3,
  /** A call or an action of `prepare` or `reset` was refused by the SP. */
  ERR_PREPARE: 3,
  /** The doctor found that the SP is not set up as its target file says. */
  ERR_DOCTOR: 3,
  /** An optional package is needed and not installed. */
  ERR_MISSING_PACKAGE: 3,
  /** A file or folder of the kit's own cannot be read or written (full disk, permissions). */
  ERR_STATE: 4,
  /** A reporter could not write its report. */
  ERR_REPORT: 4,
  /** A fault of the harness itself. */
  ERR_INTERNAL: 4,
} as const;

export type ErrorCode = keyof typeof EXIT_STATUS;

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
    return EXIT_STATUS[this.code];
  }
}

/** What was thrown, in words: libraries throw more than errors. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
