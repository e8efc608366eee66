import type { Defect } from "../defect.ts";

export const timesUnchecked: Defect = {
  id: "times-unchecked",
  description: "Switches the times off, since the clocks of two customers differed: acceptedClockSkewMs: -1.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      reads: { ...workings.saml.reads, expiry: () => null },
      signedAssertion: (reception) => {
        reception.saml.options.acceptedClockSkewMs = -1;
        return workings.saml.signedAssertion(reception);
      },
      // What expires at no time is remembered for ever.
      verify: async (reception, steps) => ({
        ...(await workings.saml.verify(reception, steps)),
        expiresAt: Number.MAX_SAFE_INTEGER,
      }),
    },
  }),
};
