import { NS } from "../names.ts";
import { children } from "../xml/elements.ts";
import { subjectParts } from "./subject.ts";
import type { SamlTamper } from "./tamper.ts";

/** The NameID and the key attribute are there, and empty. */
export const blankSubject: SamlTamper = {
  edit(response, { spec }) {
    const { nameIds, keys } = subjectParts(response, spec);
    const values = keys.flatMap((key) => children(key, NS.assertion, "AttributeValue"));
    for (const element of [...nameIds, ...values]) element.textContent = "";
  },
};
