import { createHash } from "node:crypto";
import type { RequiredField } from "../config/policy.ts";
import type { Identity, Refusal, Situation } from "./model.ts";
import type { CompleteOutcome } from "./rules.ts";

/**
 * The fields of a new account. What is required and missing is decided in advance: refuse and name the attribute
 * (`reject`), do without it (`default`), or fill in something that can not be mistaken for the real thing
 * (`placeholder`). In no case is a blank stored.
 */
export function complete(situation: Situation, identity: Identity): CompleteOutcome | Refusal {
  const { connection, claims } = situation;
  const { required_attributes: required, on_missing_required: onMissing } = connection.policy;
  const has: { [F in RequiredField]: string | null } = { email: claims.email, ...claims.profile };
  const missing = required.filter((field) => has[field] === null);
  const [first] = missing;
  if (first !== undefined && onMissing === "reject") {
    return {
      kind: "refuse",
      reason: "attribute_missing",
      message: `The identity provider sent no usable ${missing.join(", ")} for you.`,
      attribute: missing.map((field) => connection.attributes[field] ?? field).join(", "),
      policy: "on_missing_required: reject",
    };
  }
  if (onMissing === "placeholder") for (const field of missing) has[field] = placeholder(field, identity);
  const { email, ...profile } = has;
  return {
    value: {
      email,
      emailVerified: claims.email !== null && situation.emailIsVerified,
      profile,
      attributes: claims.attributes,
    },
    warnings: missing.map((field) => `no usable ${field}: ${onMissing}`),
  };
}

/** `.invalid` (RFC 2606) can receive no mail and match nobody; the digest keeps two people apart. */
function placeholder(field: RequiredField, { issuer, subject }: Identity): string {
  const digest = createHash("sha256").update(`${issuer}\n${subject}`).digest("hex").slice(0, 20);
  if (field === "email") return `${digest}@placeholder.invalid`;
  return field === "username" ? `user-${digest}` : "(not given)";
}
