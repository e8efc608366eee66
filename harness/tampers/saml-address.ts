import type { TamperRow } from "./row.ts";

/** Those that name an address: what stands there is another key, or next to nothing, and what counts is who asks for it. */
export const SAML_ADDRESS_TAMPERS = {
  "external-entity": {
    at: "address",
    when: "after_signing",
    needs: ["readable"],
    leads: true,
    about:
      "A document type that declares an entity at an address, which the NameID has at its end since it was signed.",
  },
  "external-parameter-entity": {
    at: "address",
    when: "after_signing",
    needs: ["readable"],
    leads: true,
    about: "A document type of which a part is at an address (a parameter entity).",
  },
  "external-document-type": {
    at: "address",
    when: "after_signing",
    needs: ["readable"],
    leads: true,
    about: "A document type that is at an address.",
  },
  "imported-stylesheet": {
    at: "address",
    when: "after_signing",
    leads: true,
    about:
      "A signature that says, since it was made, that what it covers is to be transformed by a stylesheet, which imports another from an address.",
  },
  "addressed-reference": {
    at: "address",
    when: "after_signing",
    leads: true,
    about: "A signature that says, since it was made, that what it covers is at an address.",
  },
  "addressed-key": {
    at: "address",
    when: "after_signing",
    leads: true,
    about:
      "A Response that another key signed, with the address of that key's certificate in the place of the certificate (RetrievalMethod).",
  },
} as const satisfies { readonly [name: string]: TamperRow<"address"> };
