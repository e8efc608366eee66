import type { Document, Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { required, rootOf } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";
import { NO_TIME, past } from "./times.ts";

const HOLDER_OF_KEY = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";

export const confirmation: Doings<"confirmation"> = {
  "wrong-recipient": (response, { parameters }) =>
    dataOf(response).setAttribute("Recipient", String(parameters["recipient"])),
  "longer-recipient": (response) => {
    const data = dataOf(response);
    data.setAttribute("Recipient", `${data.getAttribute("Recipient") ?? ""}-other`);
  },
  "blank-recipient": (response) => dataOf(response).setAttribute("Recipient", ""),
  "missing-recipient": (response) => dataOf(response).removeAttribute("Recipient"),
  // SAML Core 2.4.1: whichever of them holds is enough. The first of them does not.
  "second-confirmation": (response) => {
    const fitting = confirmationOf(response);
    const other = fitting.cloneNode(true) as Element;
    required(other, NS.assertion, "SubjectConfirmationData").setAttribute("Recipient", "https://another-sp.test/acs");
    fitting.parentNode?.insertBefore(other, fitting);
  },
  "holder-of-key": (response) => confirmationOf(response).setAttribute("Method", HOLDER_OF_KEY),
  "expired-confirmation": (response, { parameters }) =>
    dataOf(response).setAttribute("NotOnOrAfter", past(parameters["ago"])),
  "unreadable-confirmation-expiry": (response) => dataOf(response).setAttribute("NotOnOrAfter", NO_TIME),
  "missing-confirmation": (response) => {
    const element = confirmationOf(response);
    element.parentNode?.removeChild(element);
  },
  "missing-confirmation-expiry": (response) => dataOf(response).removeAttribute("NotOnOrAfter"),
  // What an assertion to somebody else's request becomes by an edit of the envelope, where nobody signs that.
  "confirmed-for-another-request": (response) => {
    const data = dataOf(response);
    data.setAttribute("InResponseTo", `${data.getAttribute("InResponseTo") ?? ""}-other`);
  },
  // In both places alike, as a whole answer to somebody else's request has it.
  "wrong-in-response-to": (response) => {
    for (const element of [rootOf(response), dataOf(response)])
      element.setAttribute("InResponseTo", `${element.getAttribute("InResponseTo") ?? ""}-other`);
  },
};

function dataOf(response: Document): Element {
  return required(confirmationOf(response), NS.assertion, "SubjectConfirmationData");
}

function confirmationOf(response: Document): Element {
  const subject = required(assertionOf(response), NS.assertion, "Subject");
  return required(subject, NS.assertion, "SubjectConfirmation");
}
