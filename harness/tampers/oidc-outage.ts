import type { OidcPoint } from "./oidc.ts";
import type { TamperRow } from "./row.ts";

/** Those of an endpoint that the SP itself asks, and that fails. */
export const OIDC_OUTAGE_TAMPERS = {
  "token-endpoint-fails": {
    at: "outage",
    when: "unsigned",
    about: "The token endpoint answers that it is not available (HTTP 503).",
  },
  "token-answer-cut": {
    at: "outage",
    when: "unsigned",
    about: "A token answer that ends in the middle.",
  },
  "token-answer-page": {
    at: "outage",
    when: "unsigned",
    about: "A page of HTML in the place of the token answer, as of a proxy ahead of it, with HTTP 200.",
  },
  "token-error-as-success": {
    at: "outage",
    when: "unsigned",
    about: "An error in the place of the token answer (`invalid_grant`), with HTTP 200.",
  },
  "userinfo-fails": {
    at: "outage",
    when: "unsigned",
    needs: ["userinfo"],
    about: "The UserInfo endpoint answers that it is not available (HTTP 503).",
  },
  "userinfo-cut": {
    at: "outage",
    when: "unsigned",
    needs: ["userinfo"],
    about: "A UserInfo answer that ends in the middle.",
  },
  "token-endpoint-slow": {
    at: "outage",
    when: "unsigned",
    lawful: true,
    parameters: { after: { type: "seconds", about: "how long it takes", default: 7 } },
    about: "A token answer that is a long time coming.",
  },
  "userinfo-slow": {
    at: "outage",
    when: "unsigned",
    lawful: true,
    needs: ["userinfo"],
    parameters: { after: { type: "seconds", about: "how long it takes", default: 7 } },
    about: "A UserInfo answer that is a long time coming.",
  },
} as const satisfies { readonly [name: string]: TamperRow<OidcPoint> };
