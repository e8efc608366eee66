import { decode } from "../../saml/base64.ts";
import type { Defect } from "../defect.ts";

export const keyOfTheMessage: Defect = {
  id: "key-of-the-message",
  description: "Verifies with the certificate that the signature brings along in its KeyInfo.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: async (reception) => {
        const { samlClient } = await import("../../saml/client.ts");
        const { connection, idp, libraries, key, encoded } = reception;
        const [, brought] = /X509Certificate>([^<]+)</.exec(decode(encoded)) ?? [];
        const certificates = brought === undefined ? idp.certificates : [brought];
        const saml = await samlClient(connection, { ...idp, certificates }, libraries, { key });
        return await workings.saml.signedAssertion({ ...reception, saml });
      },
    },
  }),
};
