import type { Source } from "./row.ts";

const OTHER_FLOW = "an SP signs in by the code flow; what another flow needs is not asked";
const OPTIONAL = "not asked yet: optional in OpenID Connect Core";

/** The test modules for relying parties of the OpenID Foundation's suite; each name begins with `oidcc-client-test`. */
export const OIDF: Source = {
  title: "OpenID Foundation conformance suite, relying parties (oidcc-client-test…)",
  url: "https://gitlab.com/openid/conformance-suite",
  asks: [
    { asks: "(the test without a suffix)", checks: ["first-create"] },
    { asks: "-client-secret-basic", checks: ["first-create"] },
    { asks: "-scope-userinfo-claims", checks: ["first-create", "rep-profile-sync"] },
    { asks: "-nonce-unless-code-flow", checks: ["oidc-request-bound"] },
    { asks: "-nonce-invalid", checks: ["oidc-nonce"] },
    { asks: "-form-post-error", checks: ["fault-idp-error"], without: "the error comes in the query, not in a form" },
    { asks: "-3rd-party-init-login", checks: [], without: "not asked yet: each sign-in begins at the SP" },
    { asks: "-request-uri-signed-none, -request-uri-signed-rs256", checks: [], without: OPTIONAL },
    { asks: "-mtls-endpoint-aliases", checks: [], without: "mutual TLS is of other profiles" },
    { asks: "-invalid-iss", checks: ["oidc-iss"] },
    { asks: "-missing-sub", checks: ["key-missing"] },
    { asks: "-invalid-aud, -missing-aud", checks: ["oidc-aud"] },
    { asks: "-missing-iat", checks: ["oidc-iat"] },
    { asks: "-invalid-sig-rs256, -invalid-sig-es256", checks: ["oidc-sig"] },
    {
      asks: "-invalid-sig-hs256",
      checks: ["oidc-sig", "oidc-alg"],
      without: "no ID token is signed by a client secret",
    },
    {
      asks: "-invalid-athash, -missing-athash",
      checks: ["oidc-at-hash"],
      without: "by the code flow it may be missing",
    },
    { asks: "-invalid-chash, -missing-chash", checks: [], without: OTHER_FLOW },
    { asks: "-idtoken-sig-rs256", checks: ["first-create"] },
    { asks: "-idtoken-sig-none", checks: ["oidc-alg"] },
    { asks: "-kid-absent-single-jwks", checks: ["interop-kid-absent"] },
    { asks: "-kid-absent-multiple-jwks", checks: [], without: "either is lawful" },
    { asks: "-userinfo-invalid-sub", checks: ["mal-userinfo-sub"] },
    { asks: "-userinfo-bearer-header", checks: ["first-create"] },
    { asks: "-userinfo-bearer-body", checks: [], without: OPTIONAL },
    {
      asks: "-userinfo-signed",
      checks: ["oidc-userinfo-signed", "oidc-userinfo-aud"],
      without: "where a connection declares it (`userinfo: jwt`)",
    },
    { asks: "-aggregated-claims, -distributed-claims", checks: [], without: OPTIONAL },
    { asks: "-discovery-openid-config, -discovery-jwks-uri-keys", checks: ["first-create"] },
    {
      asks: "-discovery-issuer-mismatch",
      checks: ["oidc-discovery-issuer"],
      without: "where the SP can be told of its issuer anew, and reads the document then",
    },
    { asks: "-signing-key-rotation, -signing-key-rotation-just-before-signing", checks: ["fault-kid"] },
    { asks: "-dynamic-registration", checks: [], without: OPTIONAL },
    { asks: "-discovery-webfinger-acct, -discovery-webfinger-url", checks: [], without: OPTIONAL },
    {
      asks: "-refresh-token, -refresh-token-invalid-issuer, -refresh-token-invalid-sub",
      checks: ["oidc-refresh", "oidc-refresh-verified"],
      without:
        "where the target file says how the SP is made to refresh (`drive.refresh`), by whose session it is then, and what becomes of their account",
    },
    { asks: "-rp-init-logout", checks: ["sess-sign-out"], without: "only that the SP's own session ends" },
    { asks: "-rp-init-logout-other-state, -rp-init-logout-no-state", checks: [], without: "not asked yet" },
    { asks: "-rp-backchannel-rpinitlogout", checks: ["sess-slo", "sess-slo-everywhere"] },
    {
      asks: "-rp-backchannel-rpinitlogout-alg-none, -no-event, -with-nonce, -wrong-alg, -wrong-aud, -wrong-event, -wrong-iss",
      checks: ["sess-slo-forged"],
    },
    {
      asks: "-rp-frontchannel-rpinitlogout, -rp-frontchannel-opinitlogout",
      checks: [],
      without: "not asked yet: optional",
    },
    { asks: "-session-management", checks: [], without: "no browser of today lets a frame see another site's session" },
  ],
};
