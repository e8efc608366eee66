import { ProtocolFault } from "../../app/faults.ts";
import type { OidcConnection } from "../../config/model.ts";
import type { Defect } from "../defect.ts";

export const answerOfAnyConnection: Defect = {
  id: "answer-of-any-connection",
  description: "Redeems a code where the sign-in was begun, and counts who it names for the callback that it came to.",
  spoil: (workings) => {
    const begunAt = new Map<string, OidcConnection>();
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        remember: (way) => {
          begunAt.set(way.state, way.connection);
          workings.oidc.remember(way);
        },
        recall: (way) => {
          const { state } = way.req.query;
          const connection = typeof state === "string" ? begunAt.get(state) : undefined;
          if (connection === undefined) throw new ProtocolFault("This sign-in is over.");
          return workings.oidc.recall({ ...way, connection });
        },
        redeem: async (redemption) => {
          const connection = begunAt.get(redemption.state) ?? redemption.connection;
          const url = new URL(connection.redirectUri);
          url.search = redemption.url.search;
          const { OidcClients } = await import("../../oidc/clients.ts");
          const assertion = await new OidcClients().use(connection, (config) =>
            workings.oidc.redeem({ ...redemption, connection, config, url }),
          );
          return { ...assertion, issuer: redemption.connection.issuer };
        },
      },
    };
  },
};
