import type { TamperRow } from "./row.ts";

/** Those of how a Response is signed, and with what. */
export const SAML_SIGNING_TAMPERS = {
  "assertion-signed-alone": {
    at: "signing",
    when: "in_signing",
    about: "A Response in which the assertion is signed, and the Response itself is not.",
  },
  "response-signed-alone": {
    at: "signing",
    when: "in_signing",
    about: "A Response that is signed as a whole, and whose assertion is not signed by itself.",
  },
  "sha1-signature": {
    at: "signing",
    when: "in_signing",
    needs: ["rsa"],
    about: "Signatures by RSA and SHA-1, with digests by SHA-1: by the right key.",
  },
  "md5-signature": {
    at: "signing",
    when: "in_signing",
    needs: ["rsa"],
    about: "Signatures by RSA and MD5, with digests by MD5: by the right key.",
  },
  "sha512-signature": {
    at: "signing",
    when: "in_signing",
    lawful: true,
    needs: ["rsa"],
    about: "Signatures by RSA and SHA-512, with digests by SHA-512.",
  },
  "renewed-certificate": {
    at: "signing",
    when: "in_signing",
    lawful: true,
    about: "Signatures whose KeyInfo holds, after the certificate, an older one of the same key, which has expired.",
  },
  "missing-key-info": {
    at: "signing",
    when: "in_signing",
    lawful: true,
    about: "Signatures without a KeyInfo.",
  },
  "wrapped-base64": {
    at: "signing",
    when: "in_signing",
    lawful: true,
    about: "Signatures whose value and certificate are in lines of 76 characters.",
  },
  "prefix-list": {
    at: "signing",
    when: "in_signing",
    lawful: true,
    about:
      "AttributeValues that say their type, and signatures that keep the prefix which stands there alone (`InclusiveNamespaces`).",
  },
} as const satisfies { readonly [name: string]: TamperRow<"signing"> };
