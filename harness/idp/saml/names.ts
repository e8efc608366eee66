/** The names that SAML 2.0 gives to things: namespaces, bindings, formats, status codes. */

export const NS = {
  assertion: "urn:oasis:names:tc:SAML:2.0:assertion",
  protocol: "urn:oasis:names:tc:SAML:2.0:protocol",
  metadata: "urn:oasis:names:tc:SAML:2.0:metadata",
  signature: "http://www.w3.org/2000/09/xmldsig#",
  schemaInstance: "http://www.w3.org/2001/XMLSchema-instance",
  xmlns: "http://www.w3.org/2000/xmlns/",
} as const;

/** SAML Bindings 3.4 and 3.5. */
export const BINDING = {
  redirect: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
  post: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
} as const;

/** SAML Core 8.3; the two oldest kept the URNs of SAML 1.1. */
export const NAME_ID_FORMAT = {
  persistent: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
  emailAddress: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
  transient: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
  unspecified: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
} as const;

/** SAML Core 8.3.6. */
export const ENTITY_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";

export type NameIdFormat = keyof typeof NAME_ID_FORMAT;

/** SAML Core 8.2. */
export const ATTRIBUTE_NAME_FORMAT = {
  unspecified: "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified",
  uri: "urn:oasis:names:tc:SAML:2.0:attrname-format:uri",
  basic: "urn:oasis:names:tc:SAML:2.0:attrname-format:basic",
} as const;

/** SAML Core 3.2.2.2: the codes at the top level, and those that may stand below them. */
export const STATUS = {
  Success: "urn:oasis:names:tc:SAML:2.0:status:Success",
  Requester: "urn:oasis:names:tc:SAML:2.0:status:Requester",
  Responder: "urn:oasis:names:tc:SAML:2.0:status:Responder",
  AuthnFailed: "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed",
  InvalidNameIDPolicy: "urn:oasis:names:tc:SAML:2.0:status:InvalidNameIDPolicy",
  NoAuthnContext: "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext",
  NoPassive: "urn:oasis:names:tc:SAML:2.0:status:NoPassive",
  RequestDenied: "urn:oasis:names:tc:SAML:2.0:status:RequestDenied",
  UnknownPrincipal: "urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal",
} as const;

/** SAML Profiles 3.3: whoever presents the Assertion is its subject. */
export const CONFIRMATION_BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/** SAML Authentication Context 3.4. */
export const PASSWORD_PROTECTED_TRANSPORT = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
