import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { redeemed, redeeming } from "../oidc-tokens/by-hand.ts";

const answers = new Map<string, boolean>();

export const jwksFailureKept: Defect = {
  id: "jwks-failure-kept",
  description: "Keeps what the JWKS endpoint answered, an error as well as keys.",
  spoil: redeeming(async (redemption) => {
    const { jwks_uri: address = "", issuer } = redemption.config.serverMetadata();
    const isAnswered = answers.get(issuer) ?? (await fetch(address)).ok;
    if (!isAnswered) {
      answers.set(issuer, isAnswered);
      throw new ProtocolFault("The identity provider can not be reached at the moment.", { status: 503 });
    }
    return (await redeemed(redemption)).claims;
  }),
};
