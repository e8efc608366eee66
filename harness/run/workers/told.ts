import { JitterbugError } from "../../errors.ts";
import type { ToldError } from "./port.ts";

export function toldOf(error: unknown): ToldError {
  if (error instanceof JitterbugError) {
    const { code, message, hint, faults, output, fix, stack } = error;
    return { code, message, hint, faults, output, fix, stack };
  }
  return error instanceof Error
    ? { code: null, message: error.message, stack: error.stack }
    : { code: null, message: String(error) };
}

export function errorOf({ code, message, stack, ...details }: ToldError): Error {
  const error = code === null ? new Error(message) : new JitterbugError(code, message, details);
  if (stack !== undefined) error.stack = stack;
  return error;
}
