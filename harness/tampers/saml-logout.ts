import type { TamperRow } from "./row.ts";

/** Those of the LogoutRequest. */
export const SAML_LOGOUT_TAMPERS = {
  "logout-missing-signature": {
    at: "logout-request",
    when: "unsigned",
    about: "A LogoutRequest that nobody has signed.",
  },
  "logout-foreign-key": {
    at: "logout-request",
    when: "in_signing",
    about: "A LogoutRequest that is signed with a key that the IdP never had.",
  },
  "logout-altered-after-signing": {
    at: "logout-request",
    when: "after_signing",
    about: "A LogoutRequest that was signed when it named somebody else.",
  },
  "logout-wrong-issuer": {
    at: "logout-request",
    when: "before_signing",
    parameters: { issuer: { type: "text", about: "whom it names", default: "https://another-idp.test" } },
    about: "A LogoutRequest that names another IdP.",
  },
  "logout-wrong-destination": {
    at: "logout-request",
    when: "before_signing",
    parameters: {
      destination: { type: "text", about: "where it is to be taken", default: "https://another-sp.test/slo" },
    },
    about: "A LogoutRequest that is meant for another address.",
  },
  "logout-replayed": {
    at: "logout-request",
    when: "before_signing",
    needs: ["earlier"],
    about: "The LogoutRequest of the person's last sign-out once more: it names the session that ended then.",
  },
} as const satisfies { readonly [name: string]: TamperRow<"logout-request"> };
