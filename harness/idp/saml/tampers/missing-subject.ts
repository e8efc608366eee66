import { NS } from "../names.ts";
import { children } from "../xml/elements.ts";
import { subjectParts } from "./subject.ts";
import type { SamlTamper } from "./tamper.ts";

/** Nothing says who it is: no NameID, no key attribute. Valid by the schema, and no use to an SP. */
export const missingSubject: SamlTamper = {
  edit(response, { spec }) {
    const { subject, nameIds, statement, keys } = subjectParts(response, spec);
    for (const nameId of nameIds) subject.removeChild(nameId);
    if (statement === undefined) return;
    for (const key of keys) statement.removeChild(key);
    if (children(statement, NS.assertion, "Attribute").length === 0) statement.parentNode?.removeChild(statement);
  },
};
