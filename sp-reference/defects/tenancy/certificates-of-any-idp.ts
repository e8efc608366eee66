import type { Defect } from "../defect.ts";

export const certificatesOfAnyIdp: Defect = {
  id: "certificates-of-any-idp",
  description: "Trusts the certificates of every IdP that it has met, whichever of them is to have signed.",
  spoil: (workings) => {
    const met = new Set<string>();
    return {
      ...workings,
      saml: {
        ...workings.saml,
        signedAssertion: async (reception) => {
          const { samlClient } = await import("../../saml/client.ts");
          const { connection, idp, libraries, key } = reception;
          for (const certificate of idp.certificates) met.add(certificate);
          const saml = await samlClient(connection, { ...idp, certificates: [...met] }, libraries, { key });
          return await workings.saml.signedAssertion({ ...reception, saml });
        },
      },
    };
  },
};
