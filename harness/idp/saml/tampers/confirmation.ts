import type { Document, Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { required, rootOf } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";
import { past } from "./times.ts";

export const confirmation: Doings<"confirmation"> = {
  "wrong-recipient": (response, { parameters }) =>
    dataOf(response).setAttribute("Recipient", String(parameters["recipient"])),
  "expired-confirmation": (response, { parameters }) =>
    dataOf(response).setAttribute("NotOnOrAfter", past(parameters["ago"])),
  // In both places alike, as a whole answer to somebody else's request has it.
  "wrong-in-response-to": (response) => {
    for (const element of [rootOf(response), dataOf(response)])
      element.setAttribute("InResponseTo", `${element.getAttribute("InResponseTo") ?? ""}-other`);
  },
};

function dataOf(response: Document): Element {
  const subject = required(assertionOf(response), NS.assertion, "Subject");
  return required(required(subject, NS.assertion, "SubjectConfirmation"), NS.assertion, "SubjectConfirmationData");
}
