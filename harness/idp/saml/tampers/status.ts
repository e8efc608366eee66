import { NS, STATUS } from "../names.ts";
import { children, required, rootOf } from "../xml/elements.ts";
import type { Doings } from "./tamper.ts";

export const status: Doings<"status"> = {
  // SAML Core 3.2.2.2: whose fault it is, and below it the reason.
  "access-denied": (sent) => {
    const root = rootOf(sent);
    const gone = [
      ...children(root, NS.signature, "Signature"),
      ...children(root, NS.assertion, "Assertion"),
      ...children(root, NS.assertion, "EncryptedAssertion"),
    ];
    for (const element of gone) root.removeChild(element);
    const code = required(required(root, NS.protocol, "Status"), NS.protocol, "StatusCode");
    code.setAttribute("Value", STATUS.Responder);
    const reason = sent.createElementNS(NS.protocol, "samlp:StatusCode");
    reason.setAttribute("Value", STATUS.RequestDenied);
    code.appendChild(reason);
    return sent;
  },
};
