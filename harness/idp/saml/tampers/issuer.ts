import { NS } from "../names.ts";
import { child, required, rootOf } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";
import { NO_TIME, past } from "./times.ts";

const ENTITY = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";

export const issuer: Doings<"issuer"> = {
  "wrong-issuer": (response, { parameters }) => {
    required(assertionOf(response), NS.assertion, "Issuer").textContent = String(parameters["issuer"]);
  },
  "missing-issuer": (response) => {
    const assertion = assertionOf(response);
    assertion.removeChild(required(assertion, NS.assertion, "Issuer"));
  },
  "blank-issuer": (response) => {
    required(assertionOf(response), NS.assertion, "Issuer").textContent = "";
  },
  "missing-issue-instant": (response) => assertionOf(response).removeAttribute("IssueInstant"),
  "unreadable-issue-instant": (response) => assertionOf(response).setAttribute("IssueInstant", NO_TIME),
  "issued-long-ago": (response, { parameters }) =>
    assertionOf(response).setAttribute("IssueInstant", past(parameters["ago"])),
  "issued-ahead": (response, { parameters }) =>
    assertionOf(response).setAttribute("IssueInstant", past(-Number(parameters["in"]))),
  // SAML Profiles 4.1.4.2: left out, or this one.
  "issuer-format": (response) => {
    for (const element of [rootOf(response), assertionOf(response)])
      child(element, NS.assertion, "Issuer")?.setAttribute("Format", ENTITY);
  },
  "longer-issuer": (response) => {
    const named = required(assertionOf(response), NS.assertion, "Issuer");
    named.textContent = `${named.textContent ?? ""}-other`;
  },
};
