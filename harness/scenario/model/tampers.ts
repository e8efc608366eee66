import type { Protocol } from "./names.ts";

/**
 * The tampers that a scenario may name, by protocol. What each does is a file in `idp/<protocol>/tampers`, a room that
 * this one does not know; a test holds the two together.
 */
export const TAMPERS = {
  oidc: ["nothing", "missing-subject", "blank-subject", "non-string-subject"],
  saml: ["nothing", "missing-subject", "blank-subject"],
} as const satisfies { readonly [protocol in Protocol]: readonly string[] };
