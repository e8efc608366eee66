import type { OidcConnection } from "../../config/model.ts";
import { readCookie } from "../../session/cookies.ts";
import type { Defect } from "../defect.ts";

export const countedForTheLastBegun: Defect = {
  id: "counted-for-the-last-begun",
  description:
    "Verifies an answer by its state, and counts who it names for the issuer of the sign-in that this browser began last.",
  spoil: (workings) => {
    const last = new Map<string, OidcConnection>();
    const byState = new Map<string, string>();
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        remember: (way) => {
          workings.oidc.remember(way);
          const browser = readCookie(way.req, "sp.browser");
          if (browser !== null) last.set(browser, way.connection);
        },
        recall: (way) => {
          const begun = workings.oidc.recall(way);
          byState.set(begun.state, begun.browser);
          return begun;
        },
        redeem: async (redemption) => {
          const assertion = await workings.oidc.redeem(redemption);
          const counted = last.get(byState.get(redemption.state) ?? "") ?? redemption.connection;
          return { ...assertion, issuer: counted.issuer };
        },
      },
    };
  },
};
