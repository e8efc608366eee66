import type { Defect } from "../defect.ts";

export const tokenInTheAddress: Defect = {
  id: "token-in-the-address",
  description:
    "Asks for a picture of the person at UserInfo with the access token in the address, as old examples have it.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      redeem: async (redemption) => {
        const assertion = await workings.oidc.redeem(redemption);
        const endpoint = redemption.config.serverMetadata().userinfo_endpoint;
        if (endpoint !== undefined && assertion.accessToken !== undefined)
          await fetch(`${endpoint}?access_token=${encodeURIComponent(assertion.accessToken)}`).catch(() => undefined);
        return assertion;
      },
    },
  }),
};
