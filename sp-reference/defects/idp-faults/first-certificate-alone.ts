import type { Defect } from "../defect.ts";

export const firstCertificateAlone: Defect = {
  id: "first-certificate-alone",
  description: "Takes the first certificate of the IdP's metadata for the only one.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: async (reception) => {
        const { samlClient } = await import("../../saml/client.ts");
        const { connection, idp, libraries, key } = reception;
        const first = { ...idp, certificates: idp.certificates.slice(0, 1) };
        const saml = await samlClient(connection, first, libraries, { key });
        return await workings.saml.signedAssertion({ ...reception, saml });
      },
    },
  }),
};
