import type { TamperRow } from "./row.ts";

/** Those of a Response that is signed already: what is signed is left, exchanged, or stands elsewhere. */
export const SAML_FORGED_TAMPERS = {
  "missing-signature": {
    at: "signature",
    when: "after_signing",
    about: "A Response of which nothing is signed.",
  },
  "foreign-key": {
    at: "signature",
    when: "after_signing",
    about: "A Response that another key signed, with that key's certificate in it.",
  },
  "neighbour-key": {
    at: "signature",
    when: "after_signing",
    needs: ["neighbour"],
    parameters: { of: { type: "text", about: "the name of the connection whose key signs", default: "" } },
    about: "A Response that another connection's IdP signed, with that one's certificate in it.",
  },
  "as-neighbour": {
    at: "signature",
    when: "after_signing",
    needs: ["neighbour", "own_address"],
    parameters: { of: { type: "text", about: "the name of the connection whose IdP it is", default: "" } },
    about: "A Response that another connection's IdP made as its own: its Issuer, its key and its certificate.",
  },
  "altered-after-signing": {
    at: "signature",
    when: "after_signing",
    about: "A Response whose NameID was exchanged after it was signed.",
  },
  "deep-extensions": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about: "Extensions of the Response with 8,000 elements within each other, since it was signed.",
  },
  "crowded-extensions": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about: "Extensions of the Response with an element of 5,000 attributes, since it was signed.",
  },
  "digest-in-comment": {
    at: "signature",
    when: "after_signing",
    about:
      "A forged Response whose signature has the digest of the forgery in a comment, ahead of the digest that was signed.",
  },
  "signed-info-ahead": {
    at: "signature",
    when: "after_signing",
    about:
      "A forged Response whose signature holds a second SignedInfo, of the forgery, ahead of the one that was signed.",
  },
  "signed-info-behind": {
    at: "signature",
    when: "after_signing",
    about:
      "A forged Response whose signature holds a second SignedInfo, of the forgery, behind the one that was signed.",
  },
  "hmac-by-certificate": {
    at: "signature",
    when: "after_signing",
    about:
      "A forged Response that is signed by HMAC, for which the IdP's certificate was the secret: everybody has that.",
  },
  "entity-in-subject": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about: "A document type that declares an entity, which the NameID has at its end since it was signed.",
  },
  "instruction-in-subject": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about: "A NameID whose last letter was put into a processing instruction since it was signed.",
  },
  "wrapping-response-within": {
    at: "wrapping",
    when: "after_signing",
    about: "A forged Response within whose signature the signed Response stands.",
  },
  "wrapping-response-beside": {
    at: "wrapping",
    when: "after_signing",
    about: "A forged Response with the signed Response ahead of its signature.",
  },
  "wrapping-forged-first": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about: "A forged assertion about somebody else that nobody signed, ahead of the signed one.",
  },
  "wrapping-forged-last": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about: "A forged assertion about somebody else that nobody signed, after the signed one.",
  },
  "wrapping-same-id": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about: "A forged assertion that nobody signed, with the `ID` of the signed one, ahead of it.",
  },
  "wrapping-forged-around": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about: "A forged assertion that nobody signed, with the signed one within it.",
  },
  "wrapping-signature-moved": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about: "A forged assertion that holds the signature, ahead of the assertion that was signed.",
  },
  "wrapping-signed-in-signature": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about: "A forged assertion that holds the signature, within which the assertion stands that was signed.",
  },
  "wrapping-signed-in-object": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about: "A forged assertion that holds the signature, in whose Object the assertion stands that was signed.",
  },
  "wrapping-two-signed-infos": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about:
      "A forged assertion that holds the signature, with a second SignedInfo that covers the forgery; the signed assertion stands in its Object.",
  },
  "wrapping-signed-info-in-object": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about:
      "A forged assertion that holds the signature, in whose Object, ahead of what was signed, a SignedInfo covers the forgery; the signed assertion comes after it.",
  },
  "wrapping-forged-in-extensions": {
    at: "wrapping",
    when: "after_signing",
    needs: ["unsigned_response"],
    about: "A forged assertion that nobody signed, in the Extensions of the Response.",
  },
  "wrapping-subject-in-signature": {
    at: "wrapping",
    when: "after_signing",
    about: "A forged Subject in the signature of a signed assertion: the one place there that no signature covers.",
  },
  "wrapping-root-first": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable"],
    about: "Two documents in one message: a forged Response that nobody signed, and the signed one after it.",
  },
  "wrapping-root-last": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable"],
    about: "Two documents in one message: the signed Response, and a forged one after it that nobody signed.",
  },
  "wrapping-root-of-failure": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable"],
    about:
      "Two documents in one message: a signed Response that says that nobody was signed in, and a forged one after it that nobody signed.",
  },
  "wrapping-beside-encrypted": {
    at: "envelope",
    when: "after_signing",
    needs: ["encrypted", "unsigned_response"],
    about: "A forged assertion that nobody signed, and that anybody can read, ahead of the encrypted one.",
  },
} as const satisfies { readonly [name: string]: TamperRow<"signature" | "wrapping" | "envelope"> };
