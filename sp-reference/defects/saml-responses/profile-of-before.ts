import { randomUUID } from "node:crypto";
import type { VerifiedResponse } from "../../saml/steps.ts";
import type { Defect } from "../defect.ts";

export const profileOfBefore: Defect = {
  id: "profile-of-before",
  description:
    "Holds the profile in a variable of the module, where the one of before stands if a response brings none.",
  spoil: (workings) => {
    let profile: VerifiedResponse | null = null;
    return {
      ...workings,
      saml: {
        ...workings.saml,
        verify: async (reception, steps) => {
          const xml = Buffer.from(reception.encoded, "base64").toString();
          if (profile !== null && !/<(?:\w+:)?(?:Encrypted)?Assertion\b/.test(xml)) {
            const inResponseTo = /InResponseTo="([^"]*)"/.exec(xml)?.[1] ?? null;
            return { ...profile, inResponseTo, assertionId: randomUUID() };
          }
          profile = await workings.saml.verify(reception, steps);
          return profile;
        },
      },
    };
  },
};
