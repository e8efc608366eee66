import { decodeJwt } from "jose";
import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { tokenAnswer } from "./by-hand.ts";

export const refreshedTokenDecoded: Defect = {
  id: "refreshed-token-decoded",
  description: "Asks for new tokens by hand, and decodes the ID token among them: only its subject is compared.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      refresh: async (refreshing) => {
        const { connection, begun } = refreshing;
        const answer = await tokenAnswer(refreshing, {
          grant_type: "refresh_token",
          refresh_token: begun.refreshToken,
        });
        const claims = decodeJwt(answer.id_token ?? "");
        if (claims.sub !== begun.subject)
          throw new ProtocolFault("The identity provider's answer is about somebody else.");
        return { protocol: "oidc", issuer: connection.issuer, claims, refreshToken: begun.refreshToken };
      },
    },
  }),
};
