import { assertionOf, subjectParts } from "./parts.ts";
import type { Doings } from "./tamper.ts";

export const name: Doings<"name"> = {
  // SAML Core 2.2.2: it may be an affiliation's, too; this is of nobody whom the SP has heard of.
  "foreign-name-qualifier": (response, { spec, parameters }) => {
    for (const nameId of subjectParts(assertionOf(response), spec).nameIds)
      nameId.setAttribute("SPNameQualifier", String(parameters["sp"]));
  },
};
