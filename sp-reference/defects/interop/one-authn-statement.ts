import { ASSERTION_NS, children, parseXml } from "../../saml/xml.ts";
import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

export const oneAuthnStatement: Defect = {
  id: "one-authn-statement",
  description: "Refuses an assertion that has not exactly one AuthnStatement.",
  spoil: receiving(({ signedAssertion }) => ({
    signedAssertion: async (reception) => {
      const xml = await signedAssertion(reception);
      const { length } = children(parseXml(xml), ASSERTION_NS, "AuthnStatement");
      if (length !== 1) throw new ProtocolFault("The assertion must have an AuthnStatement.");
      return xml;
    },
  })),
};
