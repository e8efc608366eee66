/**
 * The clauses that scenarios cite, by key: what a report prints beside a verdict. Titles and addresses are the
 * specifications' own. OIDCC: OpenID Connect Core 1.0; SAMLC, SAMLB, SAMLP: SAML 2.0 Core, Bindings, Profiles.
 */

export interface Reference {
  readonly title: string;
  readonly url: string;
}

const OIDC_CORE = "https://openid.net/specs/openid-connect-core-1_0.html";
const BACK_CHANNEL = "https://openid.net/specs/openid-connect-backchannel-1_0.html";
const SAML_CORE = "https://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf";
const SAML_BINDINGS = "https://docs.oasis-open.org/security/saml/v2.0/saml-bindings-2.0-os.pdf";
const SAML_PROFILES = "https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf";
const RFC = "https://www.rfc-editor.org/rfc/rfc";

export const REFERENCES: { readonly [key: string]: Reference } = {
  "OIDCC-2": { title: "OpenID Connect Core 1.0, section 2: ID Token", url: `${OIDC_CORE}#IDToken` },
  "OIDCC-3.1.2.1": {
    title: "OpenID Connect Core 1.0, section 3.1.2.1: Authentication Request",
    url: `${OIDC_CORE}#AuthRequest`,
  },
  "OIDCC-3.1.2.6": {
    title: "OpenID Connect Core 1.0, section 3.1.2.6: Authentication Error Response",
    url: `${OIDC_CORE}#AuthError`,
  },
  "OIDCC-3.1.3.5": {
    title: "OpenID Connect Core 1.0, section 3.1.3.5: Token Response Validation",
    url: `${OIDC_CORE}#TokenResponseValidation`,
  },
  "OIDCC-3.1.3.6": { title: "OpenID Connect Core 1.0, section 3.1.3.6: ID Token", url: `${OIDC_CORE}#CodeIDToken` },
  "OIDCC-3.1.3.7": {
    title: "OpenID Connect Core 1.0, section 3.1.3.7: ID Token Validation",
    url: `${OIDC_CORE}#IDTokenValidation`,
  },
  "OIDCC-3.1.3.8": {
    title: "OpenID Connect Core 1.0, section 3.1.3.8: Access Token Validation",
    url: `${OIDC_CORE}#CodeFlowTokenValidation`,
  },
  "OIDCC-10.1": { title: "OpenID Connect Core 1.0, section 10.1: Signing", url: `${OIDC_CORE}#Signing` },
  "OIDCC-10.1.1": {
    title: "OpenID Connect Core 1.0, section 10.1.1: Rotation of Asymmetric Signing Keys",
    url: `${OIDC_CORE}#RotateSigKeys`,
  },
  "OIDCC-5.1": { title: "OpenID Connect Core 1.0, section 5.1: Standard Claims", url: `${OIDC_CORE}#StandardClaims` },
  "OIDCC-5.3.2": {
    title: "OpenID Connect Core 1.0, section 5.3.2: Successful UserInfo Response",
    url: `${OIDC_CORE}#UserInfoResponse`,
  },
  "OIDCC-5.3.4": {
    title: "OpenID Connect Core 1.0, section 5.3.4: UserInfo Response Validation",
    url: `${OIDC_CORE}#UserInfoResponseValidation`,
  },
  "OIDCC-5.5": {
    title: 'OpenID Connect Core 1.0, section 5.5: Requesting Claims using the "claims" Request Parameter',
    url: `${OIDC_CORE}#ClaimsParameter`,
  },
  "OIDCC-5.7": {
    title: "OpenID Connect Core 1.0, section 5.7: Claim Stability and Uniqueness",
    url: `${OIDC_CORE}#ClaimStability`,
  },
  "OIDCC-12.2": {
    title: "OpenID Connect Core 1.0, section 12.2: Successful Refresh Response",
    url: `${OIDC_CORE}#RefreshTokenResponse`,
  },
  "OIDCD-4.3": {
    title: "OpenID Connect Discovery 1.0, section 4.3: OpenID Provider Configuration Validation",
    url: "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation",
  },
  "OIDCBCL-2.6": {
    title: "OpenID Connect Back-Channel Logout 1.0, section 2.6: Logout Token Validation",
    url: `${BACK_CHANNEL}#Validation`,
  },
  "OIDCBCL-2.7": {
    title: "OpenID Connect Back-Channel Logout 1.0, section 2.7: Back-Channel Logout Actions",
    url: `${BACK_CHANNEL}#BCActions`,
  },
  "SAMLC-1.3.1": { title: "SAML 2.0 Core, section 1.3.1: String Values", url: SAML_CORE },
  "SAMLC-1.3.3": { title: "SAML 2.0 Core, section 1.3.3: Time Values", url: SAML_CORE },
  "SAMLC-2.2.2": { title: "SAML 2.0 Core, section 2.2.2: Complex Type NameIDType", url: SAML_CORE },
  "SAMLC-2.3.3": { title: "SAML 2.0 Core, section 2.3.3: Element <Assertion>", url: SAML_CORE },
  "SAMLC-2.4.1": { title: "SAML 2.0 Core, section 2.4.1: Element <Subject>", url: SAML_CORE },
  "SAMLC-2.5.1.1": { title: "SAML 2.0 Core, section 2.5.1.1: General Processing Rules", url: SAML_CORE },
  "SAMLC-2.5.1.2": { title: "SAML 2.0 Core, section 2.5.1.2: Attributes NotBefore and NotOnOrAfter", url: SAML_CORE },
  "SAMLC-2.5.1.4": {
    title: "SAML 2.0 Core, section 2.5.1.4: Elements <AudienceRestriction> and <Audience>",
    url: SAML_CORE,
  },
  "SAMLC-2.5.1.5": { title: "SAML 2.0 Core, section 2.5.1.5: Element <OneTimeUse>", url: SAML_CORE },
  "SAMLC-2.6.1": { title: "SAML 2.0 Core, section 2.6.1: Element <Advice>", url: SAML_CORE },
  "SAMLC-4.1.2": { title: "SAML 2.0 Core, section 4.1.2: SAML Assertion Version", url: SAML_CORE },
  "SAMLC-5.4.4": { title: "SAML 2.0 Core, section 5.4.4: Transforms", url: SAML_CORE },
  "SAMLC-5.4.5": { title: "SAML 2.0 Core, section 5.4.5: KeyInfo", url: SAML_CORE },
  "SAMLC-5.4.2": { title: "SAML 2.0 Core, section 5.4.2: References", url: SAML_CORE },
  "SAMLC-2.7.3.1": { title: "SAML 2.0 Core, section 2.7.3.1: Element <Attribute>", url: SAML_CORE },
  "SAMLC-2.7.3.1.1": { title: "SAML 2.0 Core, section 2.7.3.1.1: Element <AttributeValue>", url: SAML_CORE },
  "SAMLC-3.2.1": { title: "SAML 2.0 Core, section 3.2.1: Complex Type RequestAbstractType", url: SAML_CORE },
  "SAMLC-3.7.3.1": { title: "SAML 2.0 Core, section 3.7.3.1: Session Participant Rules", url: SAML_CORE },
  "SAMLC-3.2.2": { title: "SAML 2.0 Core, section 3.2.2: Complex Type StatusResponseType", url: SAML_CORE },
  "SAMLC-3.2.2.2": { title: "SAML 2.0 Core, section 3.2.2.2: Element <StatusCode>", url: SAML_CORE },
  "SAMLC-3.4.1": { title: "SAML 2.0 Core, section 3.4.1: Element <AuthnRequest>", url: SAML_CORE },
  "SAMLC-8.3.2": { title: "SAML 2.0 Core, section 8.3.2: Email Address", url: SAML_CORE },
  "SAMLC-8.3.7": { title: "SAML 2.0 Core, section 8.3.7: Persistent Identifier", url: SAML_CORE },
  "SAMLC-8.3.8": { title: "SAML 2.0 Core, section 8.3.8: Transient Identifier", url: SAML_CORE },
  "SAMLB-3.5.3": { title: "SAML 2.0 Bindings, section 3.5.3: RelayState (HTTP POST)", url: SAML_BINDINGS },
  "SAMLB-3.5.5.2": {
    title: "SAML 2.0 Bindings, section 3.5.5.2: Security Considerations (HTTP POST)",
    url: SAML_BINDINGS,
  },
  "SAMLP-4.1.4.2": { title: "SAML 2.0 Profiles, section 4.1.4.2: <Response> Usage", url: SAML_PROFILES },
  "SAMLP-4.1.4.3": {
    title: "SAML 2.0 Profiles, section 4.1.4.3: <Response> Message Processing Rules",
    url: SAML_PROFILES,
  },
  "SAMLP-4.1.4.5": { title: "SAML 2.0 Profiles, section 4.1.4.5: POST-Specific Processing Rules", url: SAML_PROFILES },
  "SAMLP-4.1.5": { title: "SAML 2.0 Profiles, section 4.1.5: Unsolicited Responses", url: SAML_PROFILES },
  "XMLNAMES-4": {
    title: "Namespaces in XML 1.0, section 4: Qualified Names",
    url: "https://www.w3.org/TR/xml-names/#ns-qualnames",
  },
  "XMLDSIG-6.1": {
    title:
      "XML Signature Syntax and Processing 1.1, section 6.1: Algorithm Identifiers and Implementation Requirements",
    url: "https://www.w3.org/TR/xmldsig-core1/#sec-AlgID",
  },
  "XMLDSIG-4.5.4": {
    title: "XML Signature Syntax and Processing 1.1, section 4.5.4: The X509Data Element",
    url: "https://www.w3.org/TR/xmldsig-core1/#sec-X509Data",
  },
  "RFC6151-2": { title: "RFC 6151, section 2: Security Considerations (MD5)", url: `${RFC}6151#section-2` },
  "RFC6749-4.1.2": { title: "RFC 6749, section 4.1.2: Authorization Response", url: `${RFC}6749#section-4.1.2` },
  "RFC6749-5.1": { title: "RFC 6749, section 5.1: Successful Response", url: `${RFC}6749#section-5.1` },
  "RFC6749-10.12": {
    title: "RFC 6749, section 10.12: Cross-Site Request Forgery",
    url: `${RFC}6749#section-10.12`,
  },
  "RFC7515-4.1.11": {
    title: 'RFC 7515, section 4.1.11: "crit" (Critical) Header Parameter',
    url: `${RFC}7515#section-4.1.11`,
  },
  "RFC7517-4.2": { title: 'RFC 7517, section 4.2: "use" (Public Key Use) Parameter', url: `${RFC}7517#section-4.2` },
  "RFC7517-5": { title: "RFC 7517, section 5: JWK Set Format", url: `${RFC}7517#section-5` },
  "RFC7519-2": { title: "RFC 7519, section 2: Terminology (NumericDate)", url: `${RFC}7519#section-2` },
  "RFC7519-4": { title: "RFC 7519, section 4: JWT Claims", url: `${RFC}7519#section-4` },
  "RFC7519-4.1.3": { title: 'RFC 7519, section 4.1.3: "aud" (Audience) Claim', url: `${RFC}7519#section-4.1.3` },
  "RFC7519-4.1.5": { title: 'RFC 7519, section 4.1.5: "nbf" (Not Before) Claim', url: `${RFC}7519#section-4.1.5` },
  "RFC7643-3.1": { title: "RFC 7643, section 3.1: Common Attributes", url: `${RFC}7643#section-3.1` },
  "RFC7643-4.1.1": { title: "RFC 7643, section 4.1.1: Singular Attributes", url: `${RFC}7643#section-4.1.1` },
  "RFC7644-2": {
    title: "RFC 7644, section 2: Authentication and Authorization",
    url: `${RFC}7644#section-2`,
  },
  "RFC7644-3.3": { title: "RFC 7644, section 3.3: Creating Resources", url: `${RFC}7644#section-3.3` },
  "RFC7644-3.4.2.2": { title: "RFC 7644, section 3.4.2.2: Filtering", url: `${RFC}7644#section-3.4.2.2` },
  "RFC7644-3.4.2.4": { title: "RFC 7644, section 3.4.2.4: Pagination", url: `${RFC}7644#section-3.4.2.4` },
  "RFC7644-3.5.2": { title: "RFC 7644, section 3.5.2: Modifying with PATCH", url: `${RFC}7644#section-3.5.2` },
  "RFC7644-3.5.2.2": { title: "RFC 7644, section 3.5.2.2: Remove Operation", url: `${RFC}7644#section-3.5.2.2` },
  "RFC7644-3.6": { title: "RFC 7644, section 3.6: Deleting Resources", url: `${RFC}7644#section-3.6` },
  "RFC7644-6.1": { title: "RFC 7644, section 6.1: Associating Clients to Tenants", url: `${RFC}7644#section-6.1` },
  "RFC8725-3.1": { title: "RFC 8725, section 3.1: Perform Algorithm Verification", url: `${RFC}8725#section-3.1` },
  "RFC8725-3.12": {
    title: "RFC 8725, section 3.12: Use Mutually Exclusive Validation Rules for Different Kinds of JWTs",
    url: `${RFC}8725#section-3.12`,
  },
  "RFC8725-3.10": { title: "RFC 8725, section 3.10: Do Not Trust Received Claims", url: `${RFC}8725#section-3.10` },
  RFC9207: { title: "RFC 9207: OAuth 2.0 Authorization Server Issuer Identification", url: `${RFC}9207` },
  "RFC9207-2.4": { title: "RFC 9207, section 2.4: Validating the Issuer Identifier", url: `${RFC}9207#section-2.4` },
  RFC9700: { title: "RFC 9700: Best Current Practice for OAuth 2.0 Security", url: `${RFC}9700` },
  "RFC9700-2.1": { title: "RFC 9700, section 2.1: Protecting Redirect-Based Flows", url: `${RFC}9700#section-2.1` },
  "RFC9700-2.1.1": { title: "RFC 9700, section 2.1.1: Authorization Code Grant", url: `${RFC}9700#section-2.1.1` },
  "RFC9700-4.5": { title: "RFC 9700, section 4.5: Authorization Code Injection", url: `${RFC}9700#section-4.5` },
  "RFC9700-4.4": { title: "RFC 9700, section 4.4: Mix-Up Attacks", url: `${RFC}9700#section-4.4` },
  "RFC9700-4.3.2": {
    title: "RFC 9700, section 4.3.2: Access Token in Browser History",
    url: `${RFC}9700#section-4.3.2`,
  },
  "RFC9700-4.11": { title: "RFC 9700, section 4.11: Open Redirection", url: `${RFC}9700#section-4.11` },
};
