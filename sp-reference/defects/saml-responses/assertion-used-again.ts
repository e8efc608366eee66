import { randomUUID } from "node:crypto";
import type { Defect } from "../defect.ts";

export const assertionUsedAgain: Defect = {
  id: "assertion-used-again",
  description: "Does not remember which assertions it has taken, as node-saml does not.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      verify: async (reception, steps) => ({
        ...(await workings.saml.verify(reception, steps)),
        assertionId: randomUUID(),
      }),
    },
  }),
};
