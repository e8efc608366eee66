import type { ErrorCode, ErrorDetails } from "../../errors.ts";
import type { RunOptions } from "../options.ts";

/** A run of some of the checks, with an SP of its own, as it is handed to a worker. */
export interface Work extends Omit<
  RunOptions,
  "reporters" | "vault" | "signal" | "workers" | "beforeExclusive" | "whole" | "allowNothing"
> {
  readonly seed: string;
  /** Of the kit. */
  readonly version: string;
}

/** What is said to a worker. */
export type Order =
  | { readonly type: "work"; readonly work: Work }
  /** Nobody else drives any more: what must be alone may be driven. */
  | { readonly type: "alone" }
  | { readonly type: "stop" };

/** What a worker says. */
export type Report =
  /** Events, as the lines of a saved run. */
  | { readonly type: "lines"; readonly lines: readonly string[] }
  /** All that is left must be driven alone. */
  | { readonly type: "waits" }
  | { readonly type: "ended"; readonly broken_off: ToldError | null }
  /** The run could not be made. */
  | { readonly type: "failed"; readonly error: ToldError };

/** An error, told across. `code`: null for one that is none of the kit's. */
export interface ToldError extends Omit<ErrorDetails, "cause"> {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** The two ends of what is said between a worker and whoever hired it. */
export interface Channel {
  /** Resolves once it is on its way; what nobody is there to hear is lost. */
  send(report: Report): Promise<void>;
  /** Each order, in turn; null once nobody gives any more. */
  hear(take: (order: Order | null) => void): void;
}
