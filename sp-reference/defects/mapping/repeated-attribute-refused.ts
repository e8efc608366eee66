import { ProtocolFault } from "../../app/faults.ts";
import { ASSERTION_NS, children } from "../../saml/xml.ts";
import type { Defect } from "../defect.ts";
import { reading } from "../interop/reading.ts";

export const repeatedAttributeRefused: Defect = {
  id: "repeated-attribute-refused",
  description: "Takes a second Attribute of one Name for a forgery, as onelogin's toolkits do unless they are told.",
  spoil: reading(({ statements, attribute: nameOf }) => ({
    statements: (assertion) => {
      const all = statements(assertion);
      const names = all.flatMap((one) => children(one, ASSERTION_NS, "Attribute")).map(nameOf);
      if (new Set(names).size < names.length)
        throw new ProtocolFault("Found an Attribute element with duplicated Name.");
      return all;
    },
  })),
};
