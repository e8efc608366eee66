import type { Defect } from "../defect.ts";

export const responseIssuerDropped: Defect = {
  id: "response-issuer-dropped",
  description: "Takes the code and the state out of the authorization response, and drops what says whose it is.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      redeem: (redemption) => {
        const url = new URL(redemption.url);
        url.searchParams.set("iss", redemption.connection.issuer);
        return workings.oidc.redeem({ ...redemption, url });
      },
    },
  }),
};
