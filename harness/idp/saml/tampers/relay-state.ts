import type { Doings } from "./tamper.ts";

/** What goes with a Response that nobody asked for, in the place of what would have gone. */
export const relayState: Doings<"relay-state"> = {
  "empty-relay-state": "",
  "long-relay-state": `/${"a".repeat(79)}`,
  "unicode-relay-state": "žluť 王 𠮷 אב",
};
