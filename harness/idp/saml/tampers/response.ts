import { NS, STATUS } from "../names.ts";
import { required, rootOf } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";

export const response: Doings<"response"> = {
  "wrong-destination": (sent, { parameters }) =>
    rootOf(sent).setAttribute("Destination", String(parameters["destination"])),
  "longer-destination": (sent) => {
    const root = rootOf(sent);
    root.setAttribute("Destination", `${root.getAttribute("Destination") ?? ""}/other`);
  },
  "failed-status": (sent) => {
    const status = required(rootOf(sent), NS.protocol, "Status");
    required(status, NS.protocol, "StatusCode").setAttribute("Value", STATUS.Responder);
  },
  "missing-status": (sent) => rootOf(sent).removeChild(required(rootOf(sent), NS.protocol, "Status")),
  "later-version": (sent) => assertionOf(sent).setAttribute("Version", "3.0"),
  // SAML Core 3.2.1: elements of any namespace that is not SAML's.
  inclusion: (response, { elsewhere }) => {
    const include = response.createElementNS("http://www.w3.org/2001/XInclude", "xi:include");
    include.setAttribute("href", elsewhere("more.xml"));
    const extensions = response.createElementNS(NS.protocol, "samlp:Extensions");
    extensions.appendChild(include);
    rootOf(response).insertBefore(extensions, required(rootOf(response), NS.protocol, "Status"));
  },
};
