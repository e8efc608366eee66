import { both, type Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const confirmationExpiryIfThere: Defect = {
  id: "confirmation-expiry-if-there",
  description: "Compares the NotOnOrAfter of the confirmation only where there is one.",
  // node-saml would refuse what has none.
  spoil: both(byHand({}), (workings) => {
    const { reads, verify } = workings.saml;
    return {
      ...workings,
      saml: {
        ...workings.saml,
        reads: {
          ...reads,
          expiry: (data, against) => (data?.hasAttribute("NotOnOrAfter") === true ? reads.expiry(data, against) : null),
        },
        // What expires at no time is remembered for ever.
        verify: async (reception, steps) => {
          const verified = await verify(reception, steps);
          return Number.isNaN(verified.expiresAt) ? { ...verified, expiresAt: Number.MAX_SAFE_INTEGER } : verified;
        },
      },
    };
  }),
};
