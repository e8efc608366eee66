import type { discover } from "../../oidc/clients.ts";
import type { Defect } from "../defect.ts";

const found = new Map<string, ReturnType<typeof discover>>();

export const discoveryFailureKept: Defect = {
  id: "discovery-failure-kept",
  description:
    "Asks every issuer for its configuration when it starts, and keeps what came of that, a failure as well.",
  spoil: (workings) => ({
    ...workings,
    boot: {
      before: async (connections) => {
        const asked = connections.flatMap((connection) => {
          if (connection.protocol !== "oidc") return [];
          const metadata = workings.oidc.discover(connection);
          found.set(connection.name, metadata);
          return [metadata];
        });
        await Promise.allSettled(asked);
      },
    },
    oidc: {
      ...workings.oidc,
      discover: (connection) => found.get(connection.name) ?? workings.oidc.discover(connection),
    },
  }),
};
