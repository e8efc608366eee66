import type { OidcTamper } from "./tamper.ts";

/** No `sub`, which OpenID Connect Core 2 requires of an ID token and 5.3.2 of UserInfo. */
export const missingSubject: OidcTamper = {
  name: "missing-subject",
  claims: ({ sub: _sub, ...rest }) => rest,
};
