import { DENIED_IN, type TamperRow } from "./row.ts";

/** What stands in the place of an assertion. */
export const SAML_STATUS_TAMPERS = {
  "access-denied": {
    at: "status",
    when: "unsigned",
    lawful: true,
    about: "A Response without an assertion, which says that nobody was let in (`RequestDenied`).",
  },
  "denied-with-markup": {
    at: "status",
    when: "unsigned",
    parameters: { in: DENIED_IN },
    about: "A Response without an assertion, which says that nobody was let in, in words that hold mark-up.",
  },
  "missing-assertion": {
    at: "status",
    when: "unsigned",
    about: "A Response that says that it has succeeded, and has no assertion.",
  },
} as const satisfies { readonly [name: string]: TamperRow<"status"> };
