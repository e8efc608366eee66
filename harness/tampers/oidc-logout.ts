import type { TamperRow } from "./row.ts";

/** Those of the logout token. */
export const OIDC_LOGOUT_TAMPERS = {
  "logout-wrong-issuer": {
    at: "logout-token",
    when: "before_signing",
    parameters: { issuer: { type: "text", about: "whom it names", default: "https://another-issuer.test" } },
    about: "A logout token that names another issuer.",
  },
  "logout-wrong-audience": {
    at: "logout-token",
    when: "before_signing",
    parameters: { audience: { type: "text", about: "whom it is for", default: "another-client" } },
    about: "A logout token that is for another client.",
  },
  "logout-expired": {
    at: "logout-token",
    when: "before_signing",
    parameters: { ago: { type: "seconds", about: "how long ago it expired", default: 3600 } },
    about: "A logout token that was issued long ago, and has expired.",
  },
  "logout-missing-events": {
    at: "logout-token",
    when: "before_signing",
    about: "A logout token without `events`: another token of the issuer's.",
  },
  "logout-other-event": {
    at: "logout-token",
    when: "before_signing",
    about: "A logout token whose `events` are of something else than a sign-out.",
  },
  "logout-with-nonce": {
    at: "logout-token",
    when: "before_signing",
    about: "A logout token with a `nonce`, which an ID token has.",
  },
  "logout-foreign-key": {
    at: "logout-token",
    when: "in_signing",
    about: "A logout token that is signed with a key that the issuer never had.",
  },
  "logout-addressed-key": {
    at: "logout-token",
    when: "in_signing",
    leads: true,
    about: "A logout token that another key signed, with the address of that key in its header (`jku`).",
  },
  "logout-alg-none": {
    at: "logout-token",
    when: "unsigned",
    about: "A logout token that calls itself unsigned (`alg: none`).",
  },
} as const satisfies { readonly [name: string]: TamperRow<"logout-token"> };
