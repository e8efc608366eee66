import type { Defect } from "../defect.ts";

export const requestForgotten: Defect = {
  id: "request-forgotten",
  description: "Sends a request, and never asks which one a response answers: validateInResponseTo is off by default.",
  spoil: (workings) => ({ ...workings, saml: { ...workings.saml, answered: () => ({ returnTo: "/account" }) } }),
};
