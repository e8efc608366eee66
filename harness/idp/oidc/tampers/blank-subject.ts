import type { OidcTamper } from "./tamper.ts";

/** A `sub` that identifies nobody: by default the empty text; `{ text: "  " }` for another blank. */
export const blankSubject: OidcTamper = {
  name: "blank-subject",
  claims: (claims, { text }) => ({ ...claims, sub: typeof text === "string" ? text : "" }),
};
