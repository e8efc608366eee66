import { firstAssertion, withSignedAlone } from "./raw.ts";
import type { Defect } from "../defect.ts";

export const readsFirstAssertion: Defect = {
  id: "reads-first-assertion",
  description: "Verifies the assertion that is signed, and reads the first one of the document.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: async (reception) => {
        await workings.saml.signedAssertion({ ...reception, encoded: await withSignedAlone(reception) });
        return await firstAssertion(reception);
      },
    },
  }),
};
