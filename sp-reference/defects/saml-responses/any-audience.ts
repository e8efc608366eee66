import { firstAssertion } from "./raw.ts";
import type { Defect } from "../defect.ts";

export const anyAudience: Defect = {
  id: "any-audience",
  description: "Gathers the audiences of all restrictions in one list, and looks for itself in that.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: async (reception) => {
        const { saml, connection } = reception;
        const audiences = (await firstAssertion(reception)).matchAll(/Audience>([^<]*)</g);
        // What node-saml compares one by one is compared here, all together.
        if ([...audiences].some(([, audience]) => audience === connection.spEntityId)) saml.options.audience = false;
        return await workings.saml.signedAssertion(reception);
      },
    },
  }),
};
