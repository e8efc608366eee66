import { decode } from "../../saml/base64.ts";
import type { Defect } from "../defect.ts";

export const keyRetrieved: Defect = {
  id: "key-retrieved",
  description: "Verifies with the certificate that is to be had where the signature says (RetrievalMethod).",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: async (reception) => {
        const { samlClient } = await import("../../saml/client.ts");
        const { connection, idp, libraries, key, encoded } = reception;
        const [, address] = /RetrievalMethod[^>]* URI="([^"]+)"/.exec(decode(encoded)) ?? [];
        if (address === undefined) return await workings.saml.signedAssertion(reception);
        const certificate = Buffer.from(await (await fetch(address)).arrayBuffer()).toString("base64");
        const saml = await samlClient(connection, { ...idp, certificates: [certificate] }, libraries, { key });
        return await workings.saml.signedAssertion({ ...reception, saml });
      },
    },
  }),
};
