import type { Document, Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { required, rootOf } from "../xml/elements.ts";
import type { Doings } from "./tamper.ts";

export const logoutRequest: Doings<"logout-request"> = {
  "logout-missing-signature": () => ({ by: "nobody" }),
  "logout-foreign-key": () => ({ by: "stranger" }),
  "logout-altered-after-signing": (request) => {
    const meant = nameIn(request).textContent ?? "";
    nameIn(request).textContent = `${meant}-other`;
    return {
      after: (signed) => {
        nameIn(signed).textContent = meant;
      },
    };
  },
  "logout-wrong-issuer": (request, { parameters }) => {
    required(rootOf(request), NS.assertion, "Issuer").textContent = String(parameters["issuer"]);
    return {};
  },
  "logout-wrong-destination": (request, { parameters }) => {
    rootOf(request).setAttribute("Destination", String(parameters["destination"]));
    return {};
  },
  "logout-replayed": (request, { earlier }) => {
    if (earlier !== undefined) request.replaceChild(request.importNode(rootOf(earlier), true), rootOf(request));
    return {};
  },
};

function nameIn(request: Document): Element {
  return required(rootOf(request), NS.assertion, "NameID");
}
