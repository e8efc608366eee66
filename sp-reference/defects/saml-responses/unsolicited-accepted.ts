import type { Defect } from "../defect.ts";

export const unsolicitedAccepted: Defect = {
  id: "unsolicited-accepted",
  description: "Takes a response that nobody asked for, whatever idp_initiated says.",
  spoil: (workings) => ({ ...workings, saml: { ...workings.saml, unsolicited: () => true } }),
};
