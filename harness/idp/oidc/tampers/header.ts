import type { Doings } from "./tamper.ts";

const EXTENSION = "urn:example:unknown-extension";

export const header: Doings<"header"> = {
  "missing-kid": ({ kid: _kid, ...rest }) => rest,
  // RFC 7515 4.1.11: whoever does not understand what is named there must refuse.
  "unknown-crit": (written) => ({ ...written, crit: [EXTENSION], [EXTENSION]: true }),
};
