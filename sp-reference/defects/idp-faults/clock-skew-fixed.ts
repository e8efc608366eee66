import { both, type Defect } from "../defect.ts";
import { byHand } from "../oidc-tokens/by-hand.ts";

const SKEW_S = 60;

export const clockSkewFixed: Defect = {
  id: "clock-skew-fixed",
  description: "Grants a minute between the clocks, whatever the organization's policy says.",
  spoil: both(
    byHand("expiry", ({ claims }) => Number(claims["exp"]) * 1_000 > Date.now() - SKEW_S * 1_000),
    (workings) => ({
      ...workings,
      saml: {
        ...workings.saml,
        signedAssertion: (reception) => {
          reception.saml.options.acceptedClockSkewMs = SKEW_S * 1_000;
          return workings.saml.signedAssertion(reception);
        },
        reads: {
          ...workings.saml.reads,
          expiry: (data, against) => {
            const policy = { ...against.connection.policy, clock_skew_s: SKEW_S };
            return workings.saml.reads.expiry(data, { ...against, connection: { ...against.connection, policy } });
          },
        },
        verify: async (reception, steps) => {
          const verified = await workings.saml.verify(reception, steps);
          return { ...verified, expiresAt: verified.expiresAt + SKEW_S * 1_000 };
        },
      },
    }),
  ),
};
