import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";

export const refreshedSubjectUnchecked: Defect = {
  id: "refreshed-subject-unchecked",
  description: "Signs in whomever the verified ID token of a refresh is about: the library has looked at it.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      refresh: async ({ config, begun }) => {
        const client = await import("openid-client");
        const tokens = await client.refreshTokenGrant(config, begun.refreshToken).catch((cause: unknown) => {
          throw new ProtocolFault("The identity provider's answer could not be verified.", { cause });
        });
        const { iss = config.serverMetadata().issuer, ...claims } = tokens.claims() ?? {};
        return { protocol: "oidc", issuer: iss, claims, refreshToken: tokens.refresh_token ?? begun.refreshToken };
      },
    },
  }),
};
