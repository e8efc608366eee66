import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

export const elementsByPrefix: Defect = {
  id: "elements-by-prefix",
  description: "Knows the Response by the name that it is written with: samlp:Response.",
  spoil: receiving(({ wrapper }) => ({
    wrapper: (root, ...rest) => {
      if (root.nodeName !== "samlp:Response") throw new ProtocolFault("The message is not a SAML response.");
      return wrapper(root, ...rest);
    },
  })),
};
