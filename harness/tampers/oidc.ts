import { OIDC_LOGOUT_TAMPERS } from "./oidc-logout.ts";
import { OIDC_OUTAGE_TAMPERS } from "./oidc-outage.ts";
import { OIDC_USERINFO_TAMPERS } from "./oidc-userinfo.ts";
import { DENIED_IN, NOTHING, type TamperRow } from "./row.ts";

/** Where an OpenID Connect sign-in can be corrupted, in the words of the documents. */
export const OIDC_POINTS = {
  control: "nothing, on the same way",
  discovery: "whose issuer the discovery document says that it is, and what comes after it",
  subject: "what the ID token and UserInfo both say of who it is",
  claims: "what the ID token says",
  header: "the ID token's header",
  signature: "the ID token, once it is signed",
  "token-answer": "the token endpoint's answer",
  userinfo: "the UserInfo answer",
  "userinfo-signature": "the UserInfo answer, once it is signed",
  outage: "the endpoints that the SP itself asks, which fail",
  redirect: "the parameters with which the browser is sent back",
  "logout-token": "the logout token, by which the SP is told without a browser that somebody has signed out",
} as const;
export type OidcPoint = keyof typeof OIDC_POINTS;

/** What a refreshed token alone says of who it is, so that what was read out of it is seen. */
const CALLED = { type: "text", about: "what it alone calls the person", default: "Somebody Else" } as const;

/** Every tamper of OpenID Connect. A new one is a row here and its doing in `idp/oidc/tampers/<at>.ts`. */
export const OIDC_TAMPERS = {
  nothing: NOTHING,
  "misnamed-issuer": {
    at: "discovery",
    when: "before_signing",
    needs: ["discovery"],
    parameters: { issuer: { type: "text", about: "whom they name", default: "https://another-issuer.test" } },
    about: "A discovery document, an authorization response and an ID token that name another issuer, all alike.",
  },
  "missing-subject": {
    at: "subject",
    when: "before_signing",
    about: "No `sub`.",
  },
  "blank-subject": {
    at: "subject",
    when: "before_signing",
    parameters: { text: { type: "text", about: "another blank", default: "" } },
    about: "A `sub` that is empty.",
  },
  "non-string-subject": {
    at: "subject",
    when: "before_signing",
    parameters: { value: { type: "any", about: "another value", default: 1001 } },
    about: "A `sub` that is not text.",
  },
  "wrong-audience": {
    at: "claims",
    when: "before_signing",
    parameters: { audience: { type: "text", about: "whom it is for", default: "another-client" } },
    about: "An ID token that is for another client.",
  },
  "longer-audience": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that is for another client, whose name begins with the SP's.",
  },
  "missing-audience": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that does not say for whom it is.",
  },
  "other-audiences": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that is for two other clients.",
  },
  "no-audiences": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that is for nobody: its `aud` is a list without members.",
  },
  "audience-list": {
    at: "claims",
    when: "before_signing",
    lawful: true,
    about: "An ID token whose `aud` is a list with one member: lawful (OpenID Connect Core 2).",
  },
  "wrong-issuer": {
    at: "claims",
    when: "before_signing",
    parameters: { issuer: { type: "text", about: "whom it names", default: "https://another-issuer.test" } },
    about: "An ID token that names another issuer.",
  },
  "longer-issuer": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that names another issuer, whose address begins with the right one.",
  },
  "missing-issuer": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that does not say whose it is.",
  },
  "refreshed-subject": {
    at: "claims",
    when: "before_signing",
    needs: ["refresh"],
    parameters: { subject: { type: "text", about: "whom it is about", default: "another-person" } },
    about: "An ID token that came by a refresh token, and is about somebody else than the one of the sign-in.",
  },
  "refreshed-issuer": {
    at: "claims",
    when: "before_signing",
    needs: ["refresh"],
    parameters: {
      issuer: { type: "text", about: "whom it names", default: "https://another-issuer.test" },
      name: CALLED,
    },
    about: "An ID token that came by a refresh token, from another issuer, with another name for the person.",
  },
  "refreshed-audience": {
    at: "claims",
    when: "before_signing",
    needs: ["refresh"],
    parameters: {
      audience: { type: "text", about: "whom it is for", default: "another-client" },
      name: CALLED,
    },
    about: "An ID token that came by a refresh token, for another client, with another name for the person.",
  },
  expired: {
    at: "claims",
    when: "before_signing",
    parameters: { ago: { type: "seconds", about: "how long ago it expired", default: 3600 } },
    about: "An ID token that has expired.",
  },
  "missing-expiry": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that does not say when it expires.",
  },
  "non-number-expiry": {
    at: "claims",
    when: "before_signing",
    parameters: { value: { type: "any", about: "another value", default: "never" } },
    about: "An ID token that expires at no moment: its `exp` is no number.",
  },
  "missing-issued-at": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that does not say when it was issued: there is no `iat`.",
  },
  "wrong-nonce": {
    at: "claims",
    when: "before_signing",
    needs: ["nonce"],
    about: "An ID token with another nonce than the one that was sent.",
  },
  "missing-nonce": {
    at: "claims",
    when: "before_signing",
    needs: ["nonce"],
    about: "An ID token without the nonce that was sent.",
  },
  "other-authorized-party": {
    at: "claims",
    when: "before_signing",
    parameters: { party: { type: "text", about: "to whom it was issued", default: "another-client" } },
    about: "An ID token for this client that was issued to another one: `azp` names it.",
  },
  "issued-to-another": {
    at: "claims",
    when: "before_signing",
    parameters: { party: { type: "text", about: "to whom it was issued", default: "another-client" } },
    about:
      "An ID token that was issued to another client (`azp`), and names that client and this one in `aud`: what a client that this one does not trust gets for itself.",
  },
  "clock-ahead": {
    at: "claims",
    when: "before_signing",
    lawful: true,
    parameters: { by: { type: "seconds", about: "how far ahead it is", default: 20 } },
    about: "An ID token of an IdP whose clock is a little ahead: `nbf` is, as clocks differ.",
  },
  "not-yet-valid": {
    at: "claims",
    when: "before_signing",
    parameters: { in: { type: "seconds", about: "how far ahead it begins", default: 3600 } },
    about: "An ID token that is not valid yet: `nbf` is ahead.",
  },
  "unknown-claims": {
    at: "claims",
    when: "before_signing",
    lawful: true,
    about:
      "An ID token with claims that no standard knows, of 4 kB and nested: lawful, and to be ignored (OpenID Connect Core 2).",
  },
  "fractional-times": {
    at: "claims",
    when: "before_signing",
    lawful: true,
    about: "An ID token whose `iat` and `exp` have a fraction: lawful (RFC 7519, 2: NumericDate).",
  },
  "wrong-access-token-hash": {
    at: "claims",
    when: "before_signing",
    about: "An ID token that came with another access token: its `at_hash` is of none that was sent.",
  },
  "missing-kid": {
    at: "header",
    when: "before_signing",
    lawful: true,
    needs: ["single_key"],
    about: "An ID token without `kid`: lawful where the issuer has one key (OpenID Connect Core 10.1).",
  },
  "unknown-crit": {
    at: "header",
    when: "before_signing",
    about: "An ID token whose header says that an extension must be understood which nobody knows.",
  },
  "subject-told-twice": {
    at: "signature",
    when: "before_signing",
    about: "An ID token with two members `sub`: first somebody else, last the person.",
  },
  "audience-told-twice": {
    at: "signature",
    when: "before_signing",
    about: "An ID token with two members `aud`: first the SP, last another client.",
  },
  "access-token-in-its-place": {
    at: "signature",
    when: "before_signing",
    about:
      "In the place of the ID token an access token for an API, which says the same of the person and is signed by the same key.",
  },
  "logout-token-in-its-place": {
    at: "signature",
    when: "before_signing",
    needs: ["nonce"],
    about: "In the place of the ID token a logout token about the person, for this SP and signed by the same key.",
  },
  "undeclared-algorithm": {
    at: "signature",
    when: "in_signing",
    needs: ["rsa"],
    about: "An ID token that the issuer's key signed by PS256, where it says that it signs by RS256.",
  },
  "foreign-key": {
    at: "signature",
    when: "after_signing",
    about: "An ID token that another key signed than the one that its `kid` names.",
  },
  "neighbour-key": {
    at: "signature",
    when: "after_signing",
    needs: ["neighbour"],
    parameters: { of: { type: "text", about: "the name of the connection whose key signs", default: "" } },
    about: "An ID token that another connection's IdP signed, with the `kid` of that key.",
  },
  "as-neighbour": {
    at: "signature",
    when: "after_signing",
    needs: ["neighbour"],
    parameters: { of: { type: "text", about: "the name of the connection whose IdP it is", default: "" } },
    about: "An ID token that another connection's IdP made as its own: its `iss`, its key and the `kid` of that.",
  },
  "encryption-key": {
    at: "signature",
    when: "after_signing",
    needs: ["encryption_key"],
    about: "An ID token that is signed by a key of the issuer's which its key set marks for encryption.",
  },
  "unknown-kid": {
    at: "signature",
    when: "after_signing",
    parameters: { kid: { type: "any", about: "which key it names", default: "../../../../dev/null" } },
    about: "An ID token that another key signed, and whose `kid` names none of the issuer's.",
  },
  "embedded-key": {
    at: "signature",
    when: "after_signing",
    about: "An ID token that another key signed, with that key in its header (`jwk`).",
  },
  "embedded-certificate": {
    at: "signature",
    when: "after_signing",
    about: "An ID token that another key signed, with that key's certificate in its header (`x5c`).",
  },
  "addressed-key": {
    at: "signature",
    when: "after_signing",
    leads: true,
    about:
      "An ID token that another key signed, with the address of that key in its header (`jku`), where it can be had.",
  },
  "addressed-certificate": {
    at: "signature",
    when: "after_signing",
    leads: true,
    about:
      "An ID token that another key signed, with the address of that key's certificate in its header (`x5u`), where it can be had.",
  },
  "confused-algorithm": {
    at: "signature",
    when: "after_signing",
    about: "An ID token by HS256, for which the issuer's public key was the secret.",
  },
  "alg-none": {
    at: "signature",
    when: "after_signing",
    about: "An ID token that says of itself that it is not signed, and is not.",
  },
  "altered-after-signing": {
    at: "signature",
    when: "after_signing",
    about: "An ID token whose `sub` was exchanged after it was signed.",
  },
  "missing-id-token": {
    at: "token-answer",
    when: "unsigned",
    about: "A token answer without an ID token.",
  },
  "missing-expires-in": {
    at: "token-answer",
    when: "unsigned",
    lawful: true,
    about: "A token answer without `expires_in`: lawful, since it is recommended only (RFC 6749, 5.1).",
  },
  "lower-case-token-type": {
    at: "token-answer",
    when: "unsigned",
    lawful: true,
    about: "A token answer whose `token_type` is `bearer`: lawful, since its case means nothing (RFC 6749, 5.1).",
  },
  "unknown-members": {
    at: "token-answer",
    when: "unsigned",
    lawful: true,
    about: "A token answer with members that no standard knows: lawful, and to be ignored (RFC 6749, 5.1).",
  },
  "vast-token-answer": {
    at: "token-answer",
    when: "unsigned",
    lawful: true,
    about: "A token answer with a member that no standard knows, of 5 MB.",
  },
  ...OIDC_USERINFO_TAMPERS,
  ...OIDC_OUTAGE_TAMPERS,
  "access-denied": {
    at: "redirect",
    when: "unsigned",
    lawful: true,
    about: "An authorization response that says that nobody was let in: `error=access_denied`.",
  },
  "denied-with-markup": {
    at: "redirect",
    when: "unsigned",
    parameters: { in: DENIED_IN },
    about: "An authorization response that says that nobody was let in, in words that hold mark-up.",
  },
  "wrong-state": {
    at: "redirect",
    when: "unsigned",
    needs: ["state"],
    about: "An authorization response with another state than the one that was sent.",
  },
  "missing-state": {
    at: "redirect",
    when: "unsigned",
    needs: ["state"],
    about: "An authorization response without the state that was sent.",
  },
  "wrong-response-issuer": {
    at: "redirect",
    when: "unsigned",
    parameters: { issuer: { type: "text", about: "whom it names", default: "https://another-issuer.test" } },
    about: "An authorization response whose `iss` names another issuer.",
  },
  "unknown-response-parameter": {
    at: "redirect",
    when: "unsigned",
    lawful: true,
    about:
      "An authorization response with a parameter that no standard knows: lawful, and to be ignored (RFC 6749, 4.1.2).",
  },
  ...OIDC_LOGOUT_TAMPERS,
} as const satisfies { readonly [name: string]: TamperRow<OidcPoint> };
