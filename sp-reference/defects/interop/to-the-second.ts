import { ProtocolFault } from "../../app/faults.ts";
import { both, type Defect } from "../defect.ts";

export const toTheSecond: Defect = {
  id: "to-the-second",
  description: "Compares the times of a message with its own clock, and grants nothing.",
  spoil: both(
    (workings) => ({
      ...workings,
      oidc: {
        ...workings.oidc,
        redeem: async (redemption) => {
          const assertion = await workings.oidc.redeem(redemption);
          const { nbf } = assertion.claims;
          if (typeof nbf === "number" && nbf * 1_000 > Date.now())
            throw new ProtocolFault("The ID token is not valid yet.");
          return assertion;
        },
      },
    }),
    (workings) => ({
      ...workings,
      saml: {
        ...workings.saml,
        signedAssertion: (reception) => {
          reception.saml.options.acceptedClockSkewMs = 0;
          return workings.saml.signedAssertion(reception);
        },
      },
    }),
  ),
};
