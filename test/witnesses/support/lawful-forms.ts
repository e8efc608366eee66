import { TAMPERS } from "../../../harness/tampers/index.ts";

/** Every form of a Response that lets the same person in, and that an SP must take. */
export const LAWFUL_FORMS: readonly string[] = Object.entries(TAMPERS.saml).flatMap(([name, row]) =>
  row.lawful === true && row.at !== "status" ? [name] : [],
);
