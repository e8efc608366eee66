import type { Element } from "@xmldom/xmldom";
import { ASSERTION_NS, children } from "../../saml/xml.ts";
import { reading } from "../interop/reading.ts";
import type { Defect } from "../defect.ts";

/** Of the Attributes of one Name all but one are passed over. */
export function oneOfName(which: "first" | "last"): Defect["spoil"] {
  return reading(({ statements, attribute: nameOf }) => ({
    statements: (assertion) => {
      const all = statements(assertion);
      const attributes = all.flatMap((statement) => children(statement, ASSERTION_NS, "Attribute"));
      const kept = new Map<string, Element>();
      for (const one of which === "first" ? attributes.toReversed() : attributes) kept.set(nameOf(one), one);
      for (const one of attributes) if (kept.get(nameOf(one)) !== one) one.parentNode?.removeChild(one);
      return all;
    },
  }));
}
