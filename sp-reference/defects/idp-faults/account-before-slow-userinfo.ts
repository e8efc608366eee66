import { provision } from "../../accounts/provision.ts";
import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { redeemed, redeeming, userInfo } from "../oidc-tokens/by-hand.ts";

const PATIENCE_MS = 3_000;

export const accountBeforeSlowUserinfo: Defect = {
  id: "account-before-slow-userinfo",
  description: "Makes the account of the ID token, and gives UserInfo three seconds for the rest.",
  spoil: (workings, app) =>
    redeeming(async (redemption) => {
      const { connection } = redemption;
      const { claims, access_token } = await redeemed(redemption);
      await provision(app(), connection, { protocol: "oidc", issuer: connection.issuer, claims });
      const late = new Promise<never>((_, reject) => {
        const message = "The identity provider does not answer at the moment.";
        setTimeout(() => reject(new ProtocolFault(message, { status: 504 })), PATIENCE_MS).unref();
      });
      return { ...(await Promise.race([userInfo(redemption, access_token), late])), ...claims };
    })(workings, app),
};
