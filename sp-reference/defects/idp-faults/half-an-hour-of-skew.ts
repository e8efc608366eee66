import { both, type Defect } from "../defect.ts";
import { byHand } from "../oidc-tokens/by-hand.ts";

const SKEW_MS = 1_800_000;

export const halfAnHourOfSkew: Defect = {
  id: "half-an-hour-of-skew",
  description: "Grants half an hour between the clocks, since one customer's was ten minutes late.",
  spoil: both(
    byHand("expiry", ({ claims }) => Number(claims["exp"]) * 1_000 > Date.now() - SKEW_MS),
    (workings) => ({
      ...workings,
      saml: {
        ...workings.saml,
        signedAssertion: (reception) => {
          reception.saml.options.acceptedClockSkewMs = SKEW_MS;
          return workings.saml.signedAssertion(reception);
        },
        reads: {
          ...workings.saml.reads,
          expiry: (data, against) => workings.saml.reads.expiry(data, { ...against, now: against.now - SKEW_MS }),
        },
        // Remembered as long as it can be used.
        verify: async (reception, steps) => {
          const verified = await workings.saml.verify(reception, steps);
          return { ...verified, expiresAt: verified.expiresAt + SKEW_MS };
        },
      },
    }),
  ),
};
