import type { OidcTamper } from "./tamper.ts";

/** A `sub` that is not text (OpenID Connect Core 2: a string): by default a number; `{ value: ... }` for another. */
export const nonStringSubject: OidcTamper = {
  name: "non-string-subject",
  claims: (claims, { value }) => ({ ...claims, sub: value === undefined ? 1001 : value }),
};
