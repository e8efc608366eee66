import { ProtocolFault } from "../../app/faults.ts";
import { decode } from "../../saml/base64.ts";
import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

export const certificatesAsOne: Defect = {
  id: "certificates-as-one",
  description: "Compares all text of X509Data with the certificate that it was given.",
  spoil: receiving(({ signedAssertion }) => ({
    signedAssertion: async (reception) => {
      if (/<\/ds:X509Certificate>\s*<ds:X509Certificate>/.test(decode(reception.encoded)))
        throw new ProtocolFault("The response is signed with another certificate.");
      return await signedAssertion(reception);
    },
  })),
};
