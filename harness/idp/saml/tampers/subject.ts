import { NS } from "../names.ts";
import { children } from "../xml/elements.ts";
import { assertionOf, subjectParts, subjectTexts } from "./parts.ts";
import type { Doings } from "./tamper.ts";

export const subject: Doings<"subject"> = {
  // Valid by the schema, and no use to an SP.
  "missing-subject": (response, { spec }) => {
    const { subject: element, nameIds, statement, keys } = subjectParts(assertionOf(response), spec);
    for (const nameId of nameIds) element.removeChild(nameId);
    if (statement === undefined) return;
    for (const key of keys) statement.removeChild(key);
    if (children(statement, NS.assertion, "Attribute").length === 0) statement.parentNode?.removeChild(statement);
  },
  "missing-key-attribute": (response, { spec }) => {
    const { statement, keys } = subjectParts(assertionOf(response), spec);
    if (statement === undefined) return;
    for (const key of keys) statement.removeChild(key);
    if (children(statement, NS.assertion, "Attribute").length === 0) statement.parentNode?.removeChild(statement);
  },
  "blank-key-attribute": (response, { spec }) => {
    const { keys } = subjectParts(assertionOf(response), spec);
    for (const value of keys.flatMap((key) => children(key, NS.assertion, "AttributeValue"))) value.textContent = "";
  },
  "blank-subject": (response, { spec }) => {
    for (const element of subjectTexts(assertionOf(response), spec)) element.textContent = "";
  },
  // Ahead of the last character: what stands before it still is of the same namespace.
  "commented-subject": (response, { spec }) => {
    for (const element of subjectTexts(assertionOf(response), spec)) {
      const text = element.textContent ?? "";
      element.textContent = text.slice(0, -1);
      element.appendChild(response.createComment(""));
      element.appendChild(response.createTextNode(text.slice(-1)));
    }
  },
};
