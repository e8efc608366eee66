/** The claims of one outgoing message. */
export type Claims = { readonly [claim: string]: unknown };

/** A named corruption of what one person's sign-in sends to the SP. */
export interface OidcTamper {
  readonly name: string;
  /**
   * The claims of the ID token (which is signed afterwards, so the signature is good) and of the UserInfo answer,
   * which must tell the same story: an SP that reads either of them meets the corruption.
   */
  claims(claims: Claims, parameters: { readonly [name: string]: unknown }): Claims;
}
