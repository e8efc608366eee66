import type { OidcTamper } from "./tamper.ts";

/** The control: the same way through the rewriting, with nothing changed. */
export const nothing: OidcTamper = {
  name: "nothing",
  claims: (claims) => claims,
};
