import { defined } from "../../../defined.ts";
import type { SamlSpec } from "../../port.ts";
import type { SamlShape } from "../../profiles/index.ts";
import type { Parameters } from "../request/decode.ts";
import type { AuthnRequest } from "../request/parse.ts";
import { RefusedRequest } from "../request/refused.ts";
import type { PendingSignIn } from "./pending.ts";

/**
 * Whom a request says to expect, as far as the vendor listens: by its Subject, or beside it.
 * @throws {RefusedRequest} where the vendor takes no request that names a Subject, and the connection does not say otherwise
 */
export function hintsOf(
  request: AuthnRequest,
  parameters: Parameters,
  { honours = [] }: SamlSpec,
  { login_hint, domain_hint, request_subject }: SamlShape,
): Pick<PendingSignIn, "expected" | "domain"> {
  const subject = request.subject?.text || undefined;
  const follows = honours.includes("subject") || request_subject === "first";
  if (!follows && request_subject !== "ignored" && request.subject !== undefined) {
    throw new RefusedRequest("The request names a Subject", request_subject.page, [
      { name: "Subject", value: subject ?? "unreadable" },
    ]);
  }
  return defined({
    expected: named(parameters, login_hint) ?? (follows ? subject : undefined),
    domain: named(parameters, domain_hint),
  });
}

function named(parameters: Parameters, name: string | null): string | undefined {
  const value = name === null ? undefined : parameters[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
