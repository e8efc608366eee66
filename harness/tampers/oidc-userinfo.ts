import type { OidcPoint } from "./oidc.ts";
import type { TamperRow } from "./row.ts";

const SIGNED = ["userinfo", "signed_userinfo"] as const;

/** Those of the UserInfo answer. Where it is signed, each tells of another address and other names, so that who took it is seen. */
export const OIDC_USERINFO_TAMPERS = {
  "vast-userinfo": {
    at: "userinfo",
    when: "unsigned",
    lawful: true,
    needs: ["userinfo"],
    about: "A UserInfo answer with a claim that no standard knows, of 5 MB.",
  },
  "wrong-userinfo-subject": {
    at: "userinfo",
    when: "unsigned",
    needs: ["userinfo"],
    about: "A UserInfo answer about somebody else than the ID token.",
  },
  "userinfo-for-another": {
    at: "userinfo-signature",
    when: "before_signing",
    needs: SIGNED,
    parameters: { audience: { type: "text", about: "whom it is for", default: "another-client" } },
    about: "A signed UserInfo answer that is for another client, and tells of another address and other names.",
  },
  "userinfo-of-another": {
    at: "userinfo-signature",
    when: "before_signing",
    needs: SIGNED,
    parameters: { issuer: { type: "text", about: "whom it names", default: "https://another-issuer.test" } },
    about: "A signed UserInfo answer that names another issuer, and tells of another address and other names.",
  },
  "userinfo-foreign-key": {
    at: "userinfo-signature",
    when: "after_signing",
    needs: SIGNED,
    about:
      "A UserInfo answer with another address and other names, that another key signed than the one that its `kid` names.",
  },
  "userinfo-altered-after-signing": {
    at: "userinfo-signature",
    when: "after_signing",
    needs: SIGNED,
    about: "A UserInfo answer whose address and names were exchanged after it was signed.",
  },
  "userinfo-alg-none": {
    at: "userinfo-signature",
    when: "after_signing",
    needs: SIGNED,
    about: "A UserInfo answer with another address and other names, that says of itself that it is not signed.",
  },
  "userinfo-as-json": {
    at: "userinfo-signature",
    when: "unsigned",
    needs: SIGNED,
    about: "A UserInfo answer with another address and other names, as JSON where it should be signed.",
  },
} as const satisfies { readonly [name: string]: TamperRow<OidcPoint> };
