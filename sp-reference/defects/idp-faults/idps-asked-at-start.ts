import type { Defect } from "../defect.ts";

export const idpsAskedAtStart: Defect = {
  id: "idps-asked-at-start",
  description: "Asks every IdP for its configuration before it serves anybody, and ends where one does not answer.",
  spoil: (workings) => ({
    ...workings,
    boot: {
      before: async (connections) => {
        const { discover } = await import("../../oidc/clients.ts");
        const { MetadataCache } = await import("../../saml/metadata.ts");
        const metadata = new MetadataCache();
        for (const connection of connections)
          await (connection.protocol === "oidc" ? discover(connection) : metadata.get(connection));
      },
    },
  }),
};
