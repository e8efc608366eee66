import { NS } from "../names.ts";
import { freshId } from "../response/opening.ts";
import { required, rootOf } from "../xml/elements.ts";
import { assertionOf, forge } from "./parts.ts";
import type { Doings } from "./tamper.ts";

/** What is done to a Response whose assertion is encrypted by then. */
export const envelope: Doings<"envelope"> = {
  "wrapping-beside-encrypted": (response, { spec, unsealed }) => {
    const forged = assertionOf(unsealed());
    forged.setAttribute("ID", freshId());
    forge(forged, spec);
    const encrypted = required(rootOf(response), NS.assertion, "EncryptedAssertion");
    rootOf(response).insertBefore(response.importNode(forged, true), encrypted);
  },
};
