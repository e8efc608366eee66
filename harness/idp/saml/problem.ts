import type { ErrorRequestHandler } from "express";
import { messageOf } from "../../errors.ts";
import type { HostServices } from "../mount.ts";
import { RefusedRequest } from "./request/refused.ts";

/**
 * Turns what goes wrong in a handler into a page for a person, never into a stack trace: a refused request with what
 * was asked and what is configured, a body that express would not read with its status, anything else as our fault.
 */
export function problemPages(host: HostServices): ErrorRequestHandler {
  return (error: unknown, _req, res, _next) => {
    const page =
      error instanceof RefusedRequest
        ? host.login.problem(error.title, error.message, error.details)
        : host.login.problem("The IdP could not answer", messageOf(error), []);
    res.status(statusOf(error)).type("html").send(page);
  };
}

function statusOf(error: unknown): number {
  if (error instanceof RefusedRequest) return 400;
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 600 ? status : 500;
}
