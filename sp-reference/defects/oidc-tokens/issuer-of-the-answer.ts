import type { OidcConnection } from "../../config/model.ts";
import { both, type Defect } from "../defect.ts";
import { stateAlone } from "./state-alone.ts";

export const issuerOfTheAnswer: Defect = {
  id: "issuer-of-the-answer",
  description: "Redeems a code at whichever issuer the answer names, and binds it to the browser by a state alone.",
  spoil: both(stateAlone.spoil, (workings) => {
    const byIssuer = new Map<string, OidcConnection>();
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        remember: (way) => {
          byIssuer.set(way.connection.issuer, way.connection);
          workings.oidc.remember(way);
        },
        redeem: async (redemption) => {
          const named = redemption.url.searchParams.get("iss") ?? redemption.connection.issuer;
          const connection = byIssuer.get(named) ?? redemption.connection;
          const url = new URL(connection.redirectUri);
          url.search = redemption.url.search;
          const { OidcClients } = await import("../../oidc/clients.ts");
          return await new OidcClients().use(connection, (config) =>
            workings.oidc.redeem({ ...redemption, connection, config, url }),
          );
        },
      },
    };
  }),
};
