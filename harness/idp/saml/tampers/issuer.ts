import { NS } from "../names.ts";
import { required } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";

export const issuer: Doings<"issuer"> = {
  "wrong-issuer": (response, { parameters }) => {
    required(assertionOf(response), NS.assertion, "Issuer").textContent = String(parameters["issuer"]);
  },
};
