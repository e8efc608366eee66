import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

export const relayStateAsAddress: Defect = {
  id: "relay-state-as-address",
  description: "Takes the RelayState for an address to go on to: new URL(relayState).",
  spoil: receiving(({ unsolicited }) => ({
    unsolicited: (connection, relayState) =>
      unsolicited(connection, relayState) && (relayState === undefined || new URL(relayState).href !== ""),
  })),
};
