import type { IdpMetadata } from "../../saml/metadata.ts";
import type { Defect } from "../defect.ts";

export const certificateByIssuer: Defect = {
  id: "certificate-by-issuer",
  description: "Looks the IdP up by the Issuer that the response names, whichever connection's address it came to.",
  spoil: (workings) => {
    const met = new Map<string, IdpMetadata>();
    return {
      ...workings,
      saml: {
        ...workings.saml,
        verify: async (reception, steps) => {
          const { connection, libraries, key, encoded } = reception;
          met.set(reception.idp.entityId, reception.idp);
          const named = /<(?:\w+:)?Issuer[^>]*>([^<]*)</.exec(Buffer.from(encoded, "base64").toString())?.[1] ?? "";
          const idp = met.get(named) ?? reception.idp;
          const { samlClient } = await import("../../saml/client.ts");
          const saml = await samlClient(connection, idp, libraries, { key });
          return await workings.saml.verify({ ...reception, idp, saml }, steps);
        },
      },
    };
  },
};
