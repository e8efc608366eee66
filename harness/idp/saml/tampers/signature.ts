import { assertionOf, forge, unsign } from "./parts.ts";
import type { Doings } from "./tamper.ts";

export const signature: Doings<"signature"> = {
  "missing-signature": (response) => {
    unsign(response);
    return response;
  },
  "foreign-key": async (response, { signAsStranger }) => {
    unsign(response);
    return signAsStranger(response);
  },
  "altered-after-signing": (response, { spec }) => {
    forge(assertionOf(response), spec);
    return response;
  },
};
