import { decode } from "../../saml/base64.ts";
import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

export const keyInfoDemanded: Defect = {
  id: "key-info-demanded",
  description: "Looks for the certificate in the message, and refuses one that has none.",
  spoil: receiving(({ signedAssertion }) => ({
    signedAssertion: async (reception) => {
      if (!decode(reception.encoded).includes("X509Certificate"))
        throw new ProtocolFault("The response has no certificate.");
      return await signedAssertion(reception);
    },
  })),
};
