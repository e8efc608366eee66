import { ProtocolFault } from "../../app/faults.ts";
import { decode } from "../../saml/base64.ts";
import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

export const sha256Alone: Defect = {
  id: "sha256-alone",
  description: "Takes signatures by SHA-256 and by nothing else.",
  spoil: receiving(({ signedAssertion }) => ({
    signedAssertion: async (reception) => {
      if (/SignatureMethod Algorithm="[^"]+(?<!sha256)"/.test(decode(reception.encoded)))
        throw new ProtocolFault("The response is not signed by SHA-256.");
      return await signedAssertion(reception);
    },
  })),
};
