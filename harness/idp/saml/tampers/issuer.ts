import { NS } from "../names.ts";
import { required } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";

export const issuer: Doings<"issuer"> = {
  "wrong-issuer": (response, { parameters }) => {
    required(assertionOf(response), NS.assertion, "Issuer").textContent = String(parameters["issuer"]);
  },
  "longer-issuer": (response) => {
    const named = required(assertionOf(response), NS.assertion, "Issuer");
    named.textContent = `${named.textContent ?? ""}-other`;
  },
};
