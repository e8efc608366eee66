import type { Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { freshId } from "../response/opening.ts";
import { children, rootOf } from "../xml/elements.ts";
import { assertionOf, forge } from "./parts.ts";
import type { Doings } from "./tamper.ts";

export const wrapping: Doings<"wrapping"> = {
  // The signature holds: what it covers stands where it stood, only no longer first.
  "wrapping-forged-first": (response, { spec }) => {
    const signed = assertionOf(response);
    const forged = signed.cloneNode(true) as Element;
    for (const element of children(forged, NS.signature, "Signature")) forged.removeChild(element);
    forged.setAttribute("ID", freshId());
    forge(forged, spec);
    rootOf(response).insertBefore(forged, signed);
    return response;
  },
};
