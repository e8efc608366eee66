import type { Element } from "@xmldom/xmldom";
import { PROTOCOL_NS } from "../../saml/xml.ts";
import type { Defect } from "../defect.ts";

export const statusUnread: Defect = {
  id: "status-unread",
  description: "Reads the assertion wherever there is one, without a look at the Status of the response around it.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      wrapper: (root, ...against) => workings.saml.wrapper(hasAssertion(root) ? successful(root) : root, ...against),
    },
  }),
};

function hasAssertion(root: Element): boolean {
  return [...root.childNodes].some(({ localName }) => /^(?:Encrypted)?Assertion$/.test(localName ?? ""));
}

/** The same Response, as if it had succeeded. */
function successful(root: Element): Element {
  const copy = root.cloneNode(true) as Element;
  const old = [...copy.childNodes].find(({ localName }) => localName === "Status");
  if (old !== undefined) copy.removeChild(old);
  const [status, code] = ["Status", "StatusCode"].map((name) => copy.ownerDocument?.createElementNS(PROTOCOL_NS, name));
  if (status === undefined || code === undefined) return copy;
  code.setAttribute("Value", "urn:oasis:names:tc:SAML:2.0:status:Success");
  status.appendChild(code);
  copy.appendChild(status);
  return copy;
}
