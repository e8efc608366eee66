import type { Doings } from "./tamper.ts";

export const tokenAnswer: Doings<"token-answer"> = {
  "missing-id-token": ({ id_token: _token, ...rest }) => rest,
  "missing-expires-in": ({ expires_in: _seconds, ...rest }) => rest,
  "lower-case-token-type": (answer) => ({ ...answer, token_type: "bearer" }),
  "vast-token-answer": (answer) => ({ ...answer, "urn:example:member": "x".repeat(5_000_000) }),
  "unknown-members": (answer) => ({ ...answer, "urn:example:member": { of: ["nobody"] } }),
};
