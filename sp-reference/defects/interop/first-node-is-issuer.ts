import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

export const firstNodeIsIssuer: Defect = {
  id: "first-node-is-issuer",
  description: "Takes the first node of the Response for its Issuer, which is a line break where there is one.",
  spoil: receiving(({ wrapper }) => ({
    wrapper: (root, ...rest) => {
      if (root.firstChild?.localName !== "Issuer") throw new ProtocolFault("The response has no issuer.");
      return wrapper(root, ...rest);
    },
  })),
};
