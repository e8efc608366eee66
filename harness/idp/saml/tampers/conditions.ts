import type { Document, Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { required } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";
import { NO_TIME, past } from "./times.ts";

const XMLNS = "http://www.w3.org/2000/xmlns/";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";

export const conditions: Doings<"conditions"> = {
  "wrong-audience": (response, { parameters }) => {
    const restriction = required(conditionsOf(response), NS.assertion, "AudienceRestriction");
    required(restriction, NS.assertion, "Audience").textContent = String(parameters["audience"]);
  },
  "blank-audience": (response) => {
    const restriction = required(conditionsOf(response), NS.assertion, "AudienceRestriction");
    required(restriction, NS.assertion, "Audience").textContent = "";
  },
  "missing-audience": (response) => {
    const element = conditionsOf(response);
    element.removeChild(required(element, NS.assertion, "AudienceRestriction"));
  },
  "longer-audience": (response) => {
    const restriction = required(conditionsOf(response), NS.assertion, "AudienceRestriction");
    const audience = required(restriction, NS.assertion, "Audience");
    audience.textContent = `${audience.textContent ?? ""}-other`;
  },
  // NotBefore goes before it, since conditions that end before they begin are no conditions (SAML Core 2.5.1.2).
  "expired-conditions": (response, { parameters }) => {
    const element = conditionsOf(response);
    element.setAttribute("NotBefore", past(Number(parameters["ago"]) + 300));
    element.setAttribute("NotOnOrAfter", past(parameters["ago"]));
  },
  "clock-ahead": (response, { parameters }) => {
    conditionsOf(response).setAttribute("NotBefore", past(-Number(parameters["by"])));
  },
  "unreadable-conditions": (response) => conditionsOf(response).setAttribute("NotOnOrAfter", NO_TIME),
  "not-yet-valid": (response, { parameters }) => {
    const element = conditionsOf(response);
    element.setAttribute("NotBefore", past(-Number(parameters["in"])));
    element.setAttribute("NotOnOrAfter", past(-Number(parameters["in"]) - 300));
  },
  "second-audience": (response, { parameters }) => {
    const element = conditionsOf(response);
    const second = required(element, NS.assertion, "AudienceRestriction").cloneNode(true) as Element;
    required(second, NS.assertion, "Audience").textContent = String(parameters["audience"]);
    element.appendChild(second);
  },
  // SAML Core 2.5.1.5 and 2.5.1.6: neither keeps an SP from letting somebody in.
  "known-conditions": (response) => {
    const element = conditionsOf(response);
    element.appendChild(response.createElementNS(NS.assertion, "saml:OneTimeUse"));
    const proxies = response.createElementNS(NS.assertion, "saml:ProxyRestriction");
    proxies.setAttribute("Count", "1");
    element.appendChild(proxies);
  },
  // Valid by the schema, which leaves Condition to be extended (SAML Core 2.5.1.3).
  "unknown-condition": (response) => {
    const condition = response.createElementNS(NS.assertion, "saml:Condition");
    condition.setAttributeNS(XMLNS, "xmlns:example", "urn:example:conditions");
    condition.setAttributeNS(XSI, "xsi:type", "example:OfNobodyType");
    conditionsOf(response).appendChild(condition);
  },
};

function conditionsOf(response: Document): Element {
  return required(assertionOf(response), NS.assertion, "Conditions");
}
