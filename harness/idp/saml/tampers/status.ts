import type { Document, Element } from "@xmldom/xmldom";
import { MARKUP } from "../../../observe/markup.ts";
import { NS, STATUS } from "../names.ts";
import { children, required, rootOf } from "../xml/elements.ts";
import type { Doings } from "./tamper.ts";

export const status: Doings<"status"> = {
  "access-denied": (sent) => {
    denied(sent, STATUS.RequestDenied);
    return sent;
  },
  "denied-with-markup": (sent, { parameters }) => {
    const said = denied(sent, parameters["in"] === "code" ? `${STATUS.RequestDenied}${MARKUP}` : STATUS.RequestDenied);
    if (parameters["in"] === "code") return sent;
    const message = sent.createElementNS(NS.protocol, "samlp:StatusMessage");
    message.appendChild(sent.createTextNode(`Not you ${MARKUP}`));
    said.appendChild(message);
    return sent;
  },
  "missing-assertion": withoutAssertion,
};

/**
 * Makes it a Response that says why nobody was signed in, unsigned and without an assertion (SAML Core 3.2.2.2: whose fault
 * it is, and below it the reason). Gives the Status.
 */
export function denied(sent: Document, why: string): Element {
  const said = required(rootOf(withoutAssertion(sent)), NS.protocol, "Status");
  const code = required(said, NS.protocol, "StatusCode");
  code.setAttribute("Value", STATUS.Responder);
  const reason = sent.createElementNS(NS.protocol, "samlp:StatusCode");
  reason.setAttribute("Value", why);
  code.appendChild(reason);
  return said;
}

/** Without its signature, too, which would not fit any more. */
function withoutAssertion(sent: Document): Document {
  const root = rootOf(sent);
  const gone = [
    ...children(root, NS.signature, "Signature"),
    ...children(root, NS.assertion, "Assertion"),
    ...children(root, NS.assertion, "EncryptedAssertion"),
  ];
  for (const element of gone) root.removeChild(element);
  return sent;
}
