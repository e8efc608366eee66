import { both, type Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const confirmationIfThere: Defect = {
  id: "confirmation-if-there",
  description: "Looks at each SubjectConfirmation that there is: where there is none, nothing is wrong.",
  spoil: both(byHand({}), (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      verify: async (reception, steps = workings.saml) => {
        const { decode } = await import("../../saml/base64.ts");
        const { ASSERTION_NS, attributeOf, parseXml } = await import("../../saml/xml.ts");
        const root = parseXml(decode(reception.encoded));
        const confirmations: typeof steps.reads.confirmations = (subject) => {
          const found = steps.reads.confirmations(subject);
          const document = subject.ownerDocument;
          if (found.length > 0 || document === null) return found;
          const made = document.createElementNS(ASSERTION_NS, "SubjectConfirmation");
          made.setAttribute("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer");
          const data = document.createElementNS(ASSERTION_NS, "SubjectConfirmationData");
          data.setAttribute("Recipient", reception.connection.acsUrl);
          data.setAttribute("NotOnOrAfter", new Date(reception.now + 60_000).toISOString());
          data.setAttribute("InResponseTo", attributeOf(root, "InResponseTo") ?? "");
          made.appendChild(data);
          return [made];
        };
        return await workings.saml.verify(reception, { ...steps, reads: { ...steps.reads, confirmations } });
      },
    },
  })),
};
