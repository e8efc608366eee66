import { both, type Defect } from "../defect.ts";
import { assertionUsedAgain } from "./assertion-used-again.ts";
import { requestForgotten } from "./request-forgotten.ts";

export const responsesAgain: Defect = {
  id: "responses-again",
  description:
    "Remembers neither which assertions it has taken nor which requests it has sent: node-saml at its defaults.",
  spoil: both(assertionUsedAgain.spoil, requestForgotten.spoil),
};
