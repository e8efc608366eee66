import type { Defect } from "../defect.ts";
import { firstAssertion } from "./raw.ts";

export const audienceByBeginning: Defect = {
  id: "audience-by-beginning",
  description: "Compares the beginning of the audience with its own name.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: async (reception) => {
        const { saml, connection } = reception;
        const [, audience = ""] = /Audience>([^<]*)</.exec(await firstAssertion(reception)) ?? [];
        if (audience.startsWith(connection.spEntityId)) saml.options.audience = false;
        return await workings.saml.signedAssertion(reception);
      },
    },
  }),
};
