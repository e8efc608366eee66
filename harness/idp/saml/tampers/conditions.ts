import type { Document, Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { required } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";
import { past } from "./times.ts";

export const conditions: Doings<"conditions"> = {
  "wrong-audience": (response, { parameters }) => {
    const restriction = required(conditionsOf(response), NS.assertion, "AudienceRestriction");
    required(restriction, NS.assertion, "Audience").textContent = String(parameters["audience"]);
  },
  // NotBefore goes before it, since conditions that end before they begin are no conditions (SAML Core 2.5.1.2).
  "expired-conditions": (response, { parameters }) => {
    const element = conditionsOf(response);
    element.setAttribute("NotBefore", past(Number(parameters["ago"]) + 300));
    element.setAttribute("NotOnOrAfter", past(parameters["ago"]));
  },
  "not-yet-valid": (response, { parameters }) => {
    const element = conditionsOf(response);
    element.setAttribute("NotBefore", past(-Number(parameters["in"])));
    element.setAttribute("NotOnOrAfter", past(-Number(parameters["in"]) - 300));
  },
};

function conditionsOf(response: Document): Element {
  return required(assertionOf(response), NS.assertion, "Conditions");
}
