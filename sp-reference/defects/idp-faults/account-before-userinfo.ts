import { provision } from "../../accounts/provision.ts";
import { redeemed, redeeming, userInfo } from "../oidc-tokens/by-hand.ts";
import type { Defect } from "../defect.ts";

export const accountBeforeUserinfo: Defect = {
  id: "account-before-userinfo",
  description: "Makes the account of the ID token, and asks UserInfo for the rest when it is there.",
  spoil: (workings, app) =>
    redeeming(async (redemption) => {
      const { connection } = redemption;
      const { claims, access_token } = await redeemed(redemption);
      await provision(app(), connection, { protocol: "oidc", issuer: connection.issuer, claims });
      return { ...(await userInfo(redemption, access_token)), ...claims };
    })(workings, app),
};
