import { decode } from "../../saml/base64.ts";
import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

export const certificateAsText: Defect = {
  id: "certificate-as-text",
  description: "Compares the certificate in the message with the one that it was given as texts, line breaks and all.",
  spoil: receiving(({ signedAssertion }) => ({
    signedAssertion: async (reception) => {
      const [, certificate = ""] = /X509Certificate>([^<]*)</.exec(decode(reception.encoded)) ?? [];
      if (/\s/.test(certificate)) throw new ProtocolFault("The response is signed with another certificate.");
      return await signedAssertion(reception);
    },
  })),
};
