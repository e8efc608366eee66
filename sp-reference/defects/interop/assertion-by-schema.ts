import { elements, parseXml } from "../../saml/xml.ts";
import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { receiving } from "./reading.ts";

const KNOWN = ["Issuer", "Signature", "Subject", "Conditions", "AuthnStatement", "AttributeStatement"];

export const assertionBySchema: Defect = {
  id: "assertion-by-schema",
  description: "Knows what an assertion consists of by heart, and refuses what else stands in it.",
  spoil: receiving(({ signedAssertion }) => ({
    signedAssertion: async (reception) => {
      const xml = await signedAssertion(reception);
      const unknown = elements(parseXml(xml)).find(({ localName }) => !KNOWN.includes(localName ?? ""));
      if (unknown !== undefined) throw new ProtocolFault("The assertion could not be read.");
      return xml;
    },
  })),
};
