import { TAMPERS } from "../../../harness/tampers/index.ts";

/** Every form of a Response that lets the same person in, and that an SP must take; a RelayState is beside it. */
export const LAWFUL_FORMS: readonly string[] = Object.entries(TAMPERS.saml).flatMap(([name, row]) =>
  row.lawful === true && !["status", "relay-state"].includes(row.at) ? [name] : [],
);
